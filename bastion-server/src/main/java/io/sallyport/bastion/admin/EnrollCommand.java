package io.sallyport.bastion.admin;

import io.sallyport.bastion.PortalAccess;
import io.sallyport.bastion.Settings;
import io.sallyport.bastion.portal.Enrolling;
import io.sallyport.bastion.portal.Enrolling.Result;
import io.sallyport.bastion.portal.PortalClient;
import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport enroll}: has the portal know this bastion, once somebody has approved it. */
@Command(
    name = "enroll",
    description = "Enrol this bastion at its portal; somebody approves a code in a browser.",
    mixinStandardHelpOptions = true)
final class EnrollCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws InterruptedException {
    Optional<Settings> settings = config.read();
    if (settings.isEmpty()) {
      return ExitCode.MISUSED;
    }
    PortalAccess access = settings.get().config().portal();
    if (access.enrolment().isEmpty()) {
      System.err.println(
          "sallyport enroll: this bastion does not enrol by itself; write portal.enrolment into"
              + " its configuration, with the client_id, instead of portal.access_token");
      return ExitCode.MISUSED;
    }
    return enroll(access, access.enrolment().get());
  }

  private static int enroll(PortalAccess access, PortalClient client) throws InterruptedException {
    Result result;
    try {
      result =
          Enrolling.at(
              access.url(), client, access.transport(), InstantSource.system(), new Screen());
    } catch (IOException e) {
      result = new Result.Failed(String.valueOf(e.getMessage()));
    }
    return switch (result) {
      case Result.Enrolled(var id, var group) -> {
        System.out.printf("Enrolled as %s, in the group %s.%n", id, group);
        yield ExitCode.OK;
      }
      case Result.Failed(var reason) -> {
        System.err.println("sallyport enroll: not enrolled: " + reason);
        yield ExitCode.FAILED;
      }
    };
  }

  /** Shows the code, for eyes and for a phone's camera; and that it still waits. */
  private static final class Screen implements Enrolling.Watcher {
    private final boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();

    @Override
    public void code(String userCode, String uri, Optional<String> complete) {
      System.out.println("Somebody who may enrol bastions has to approve this one:");
      System.out.println();
      System.out.println("  at          " + printable(uri));
      System.out.println("  with code   " + printable(userCode));
      System.out.println();
      complete.filter(_ -> terminal).flatMap(QrCode::of).ifPresent(System.out::println);
    }

    @Override
    public void pause(Duration time, Instant end) throws InterruptedException {
      if (terminal) {
        long left = Duration.between(Instant.now(), end).toSeconds();
        System.out.printf("\rWaiting, %d:%02d left ", left / 60, left % 60);
        System.out.flush();
      }
      Thread.sleep(time);
      if (terminal) {
        System.out.print("\r                         \r");
      }
    }

    /** What comes from elsewhere must not act in the terminal. */
    private static String printable(String text) {
      return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
  }
}
