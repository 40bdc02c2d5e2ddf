package io.sallyport.bench;

import io.sallyport.lab.Lab;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A way from the client to a backend. */
enum Route {
  /** OpenSSH's sshd forwards the connection; the client speaks to the backend's sshd itself. */
  JUMP("OpenSSH jump host", Lab.LOGIN + "@jump", Lab.LOGIN + "@plain-01"),
  /** Sallyport, with recording on. */
  SALLYPORT("Sallyport", Lab.SERVICE_ACCOUNT + "@bastion", Lab.LOGIN + "@web-01");

  private final String title;
  private final String jump;
  private final String destination;

  Route(String title, String jump, String destination) {
    this.title = title;
    this.jump = jump;
    this.destination = destination;
  }

  /** Both, the one or the other first. */
  static List<Route> inRandomOrder() {
    return ThreadLocalRandom.current().nextBoolean()
        ? List.of(JUMP, SALLYPORT)
        : List.of(SALLYPORT, JUMP);
  }

  String title() {
    return title;
  }

  /** What stands after {@code -J}. */
  String jump() {
    return jump;
  }

  String destination() {
    return destination;
  }
}
