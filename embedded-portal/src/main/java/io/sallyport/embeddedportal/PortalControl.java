package io.sallyport.embeddedportal;

import io.sallyport.control.Order;
import io.sallyport.control.OrderReply;
import java.nio.file.Path;
import java.time.Duration;

/** The other end of a running portal's control socket, for the command line. */
public final class PortalControl {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private PortalControl() {}

  /**
   * Asks the portal that listens on {@code controlSocket} for a portal token. Takes 5 s at most.
   *
   * @param person the name under {@code people} in portal.yaml
   */
  public static TokenAnswer requestToken(Path controlSocket, String person) {
    return requestToken(controlSocket, person, LIMIT);
  }

  static TokenAnswer requestToken(Path controlSocket, String person, Duration limit) {
    return Person.isName(person)
        ? TokenAnswer.of(order(controlSocket, "token " + person, limit).give())
        : new TokenAnswer.Refused("that is not a login name");
  }

  /** Lists the bastions that wait for a decision and those that enrolled. Takes 5 s at most. */
  public static OrderReply listDevices(Path controlSocket) {
    return ask(controlSocket, "devices");
  }

  /**
   * Lets the bastion that shows {@code userCode} enrol. Takes 5 s at most.
   *
   * @param userCode the code as somebody typed it
   */
  public static OrderReply approveDevice(Path controlSocket, String userCode) {
    return decide(controlSocket, "approve", userCode);
  }

  /**
   * Refuses the bastion that shows {@code userCode}. Takes 5 s at most.
   *
   * @param userCode the code as somebody typed it
   */
  public static OrderReply denyDevice(Path controlSocket, String userCode) {
    return decide(controlSocket, "deny", userCode);
  }

  /**
   * Ends all tokens of an enrolled bastion, at once. Takes 5 s at most.
   *
   * @param id the id in the list
   */
  public static OrderReply revokeDevice(Path controlSocket, String id) {
    return Syntax.NAME.matcher(id).matches()
        ? ask(controlSocket, "revoke " + id)
        : new OrderReply.Refused("that is not the id of a bastion");
  }

  private static OrderReply decide(Path controlSocket, String verb, String userCode) {
    return UserCode.typed(userCode)
        .map(code -> ask(controlSocket, verb + " " + code))
        .orElseGet(() -> new OrderReply.Refused("a code has eight letters, as in WDJB-MJHT"));
  }

  private static OrderReply ask(Path controlSocket, String command) {
    return order(controlSocket, command, LIMIT).give();
  }

  private static Order order(Path socket, String command, Duration limit) {
    return new Order("portal", "sallyport portal serve", socket, command, limit);
  }
}
