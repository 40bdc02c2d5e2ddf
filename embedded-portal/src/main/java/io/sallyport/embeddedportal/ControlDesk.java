package io.sallyport.embeddedportal;

import java.util.List;

/** Answers what the operator asks through the control socket. */
final class ControlDesk {
  private final TokenDesk tokens;
  private final DeviceDesk devices;

  ControlDesk(TokenDesk tokens, DeviceDesk devices) {
    this.tokens = tokens;
    this.devices = devices;
  }

  /** The lines that answer a line. */
  List<String> answer(String line) {
    String[] words = line.split(" ", 2);
    String argument = words.length == 2 ? words[1] : "";
    return switch (words[0]) {
      case "token" -> ControlWire.encode(tokens.issue(argument));
      case "devices" -> ControlWire.encode(devices.list());
      case "approve" -> ControlWire.encode(devices.approve(argument));
      case "deny" -> ControlWire.encode(devices.deny(argument));
      case "revoke" -> ControlWire.encode(devices.revoke(argument));
      default -> List.of("refused the portal does not know that command; restart it");
    };
  }
}
