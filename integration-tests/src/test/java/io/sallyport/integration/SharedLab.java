package io.sallyport.integration;

import io.sallyport.lab.Daemon;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshKeys;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One lab with the system's sshd for all test classes, started by the first that wants it and
 * stopped after the last. A test that stops a part of it starts that part again.
 *
 * <p>Besides web-01 and web-02 it has two targets for the same backend: {@value #UNKNOWN}, whose
 * key the bastion does not know, and {@value #CHANGED}, for which it knows another key.
 */
public final class SharedLab implements ParameterResolver, AfterTestExecutionCallback {
  private static final int TAIL = 6000;

  static final String UNKNOWN = "web-unknown";
  static final String CHANGED = "web-changed";

  private record Shared(Lab lab, TestIssuer issuer) implements AutoCloseable {
    @Override
    public void close() {
      lab.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Lab.class || type == TestIssuer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(Namespace.create(SharedLab.class))
            .getOrComputeIfAbsent(key(context), _ -> start(isNewest(context)), Shared.class);
    return parameter.getParameter().getType() == Lab.class ? shared.lab : shared.issuer;
  }

  /**
   * What a client is told says little on purpose: the rest is in the logs, so a failure shows them.
   */
  @Override
  public void afterTestExecution(ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(Namespace.create(SharedLab.class))
            .get(key(context), Shared.class);
    if (shared != null && context.getExecutionException().isPresent()) {
      System.err.println("---- the bastion's log ends with\n" + tail(shared.lab.bastion()));
      System.err.println("---- the portal's log ends with\n" + tail(shared.lab.portal()));
    }
  }

  private static String tail(Daemon daemon) {
    return daemon.logFrom(Math.max(0, daemon.logMark() - TAIL));
  }

  /** A class that is marked so has a lab whose backend runs the newest sshd. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface NewestSshd {}

  private static boolean isNewest(ExtensionContext context) {
    return context.getRequiredTestClass().isAnnotationPresent(NewestSshd.class);
  }

  private static String key(ExtensionContext context) {
    return isNewest(context) ? "newest" : "this machine's";
  }

  private static Shared start(boolean newest) {
    LabPlan fresh =
        newest
            ? LabPlan.inFreshFolder()
                .withSshdOf(NewestOpenSsh.usr())
                .withSshdLines(NewestOpenSsh.EXEMPT)
            : LabPlan.inFreshFolder();
    TestIssuer issuer = TestIssuer.create(fresh.folder());
    Path otherHostKey = SshKeys.generate(fresh.folder().resolve("other_host_key"), "other");
    LabPlan plan =
        fresh
            .withBackend(BackendKind.OPENSSH)
            .withOfflineIssuer(TestIssuer.NAME, issuer.keySet())
            .withOddTarget(UNKNOWN, Optional.empty())
            .withOddTarget(CHANGED, Optional.of(SshKeys.publicKey(otherHostKey)));
    return new Shared(Lab.start(plan), issuer);
  }
}
