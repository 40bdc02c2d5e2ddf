package io.sallyport.embeddedportal;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody wants to use on a server, as PAM names it. */
public enum Service {
  /** A login through a bastion or by an ssh client. */
  SSH,
  /** A login under the name of OpenSSH's PAM service. */
  SSHD,
  /** Becoming root on the server. */
  SUDO;

  /** The service of that exact name; empty for one that no rule can allow. */
  static Optional<Service> named(String name) {
    return Stream.of(values())
        .filter(service -> service.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
