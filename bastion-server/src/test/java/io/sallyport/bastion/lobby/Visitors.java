package io.sallyport.bastion.lobby;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Rules;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Visitors of the lobby, and where they may go. */
final class Visitors {

  static final SessionId SESSION = new SessionId("01a2048b9bec0123456789abcd");

  private Visitors() {}

  static Visitor alice() {
    return visitor(Identities.person("alice", "ops", "dev"), "keyboard-interactive");
  }

  static Visitor visitor(Identity identity, String method) {
    return new Visitor(
        identity, SESSION, method, "192.0.2.7", 2222, () -> new Visitor.LoggedOut(2, 0));
  }

  /** {@code deploy@web-01}, {@code deploy@web-02}, as many as asked for. */
  static List<Destination> webs(int number) {
    return IntStream.rangeClosed(1, number)
        .mapToObj(n -> new Destination("deploy", Rules.target("web-%02d".formatted(n))))
        .toList();
  }

  static List<Destination> and(List<Destination> some, String login, String target) {
    return Stream.concat(some.stream(), Stream.of(new Destination(login, Rules.target(target))))
        .toList();
  }
}
