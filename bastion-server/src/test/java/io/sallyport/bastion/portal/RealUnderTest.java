package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.Secret;
import io.sallyport.embeddedportal.faults.FaultyPortal;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A real portal, which environment variables name: {@code SALLYPORT_CONTRACT_URL}, {@code
 * …_CLIENT_ID}, {@code …_CLIENT_SECRET} (unless it is a public client), {@code …_USER}, and two
 * commands of the shell: {@code …_TOKEN} prints a one-time token for that user, {@code …_APPROVE}
 * approves the device code that is its first argument.
 */
record RealUnderTest(Map<String, String> environment) implements PortalUnderTest {

  private static final String PREFIX = "SALLYPORT_CONTRACT_";

  /** The portal that the environment names, if it does. */
  static Optional<PortalUnderTest> named() {
    Map<String, String> environment = System.getenv();
    return environment.containsKey(PREFIX + "URL")
        ? Optional.of(new RealUnderTest(environment))
        : Optional.empty();
  }

  @Override
  public URI url() {
    return URI.create(value("URL"));
  }

  @Override
  public String clientId() {
    return value("CLIENT_ID");
  }

  @Override
  public Optional<Secret> clientSecret() {
    return Optional.ofNullable(environment.get(PREFIX + "CLIENT_SECRET")).map(Secret::of);
  }

  @Override
  public String person() {
    return value("USER");
  }

  @Override
  public String portalToken() throws IOException, InterruptedException {
    return run(value("TOKEN"), person()).strip();
  }

  @Override
  public void approve(String userCode) throws IOException, InterruptedException {
    var _ = run(value("APPROVE"), userCode);
  }

  @Override
  public Optional<FaultyPortal> faults() {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private String value(String name) {
    String value = environment.get(PREFIX + name);
    if (value == null) {
      throw new AssertionError("the environment names a portal, but not " + PREFIX + name);
    }
    return value;
  }

  private static String run(String command, String argument)
      throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", command, "sh", argument)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    if (shell.waitFor() != 0) {
      throw new AssertionError("the command for " + argument + " failed: " + output);
    }
    return output;
  }
}
