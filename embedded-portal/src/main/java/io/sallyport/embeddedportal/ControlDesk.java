package io.sallyport.embeddedportal;

import io.sallyport.control.Desk;
import io.sallyport.control.OrderReply;

/** Answers what the operator asks through the control socket. */
final class ControlDesk implements Desk {
  private final TokenDesk tokens;
  private final DeviceDesk devices;

  ControlDesk(TokenDesk tokens, DeviceDesk devices) {
    this.tokens = tokens;
    this.devices = devices;
  }

  @Override
  public OrderReply answer(String line) {
    String[] words = line.split(" ", 2);
    String argument = words.length == 2 ? words[1] : "";
    return switch (words[0]) {
      case "token" -> tokens.issue(argument).reply();
      case "devices" -> devices.list();
      case "approve" -> devices.approve(argument);
      case "deny" -> devices.deny(argument);
      case "revoke" -> devices.revoke(argument);
      default -> new OrderReply.Refused("the portal does not know that command; restart it");
    };
  }
}
