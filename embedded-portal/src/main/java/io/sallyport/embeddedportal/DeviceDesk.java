package io.sallyport.embeddedportal;

import io.sallyport.control.OrderReply;
import io.sallyport.control.OrderReply.Done;
import io.sallyport.control.OrderReply.Refused;
import io.sallyport.control.OrderReply.Unavailable;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the operator sees which bastions enrol, and decides. */
final class DeviceDesk {
  private static final Logger log = LoggerFactory.getLogger(DeviceDesk.class);

  private final DeviceRequests requests;
  private final Devices devices;
  private final Revocation revocation;
  private final Clock clock;

  DeviceDesk(DeviceRequests requests, Devices devices, Revocation revocation, Clock clock) {
    this.requests = requests;
    this.devices = devices;
    this.revocation = revocation;
    this.clock = clock;
  }

  /** The bastions that wait for a decision, then those that enrolled. */
  OrderReply list() {
    return guarded(() -> {
      List<String> lines = new ArrayList<>();
      requests.waiting().forEach(request -> lines.add(DeviceLines.of(request, clock.instant())));
      devices.enrolled().forEach(device -> lines.addAll(DeviceLines.of(device)));
      return new Done(lines);
    });
  }

  OrderReply approve(String typed) {
    return decide(typed, true);
  }

  OrderReply deny(String typed) {
    return decide(typed, false);
  }

  private OrderReply decide(String typed, boolean approved) {
    return guarded(() -> {
      Optional<UserCode> code = UserCode.typed(typed);
      if (code.isEmpty() || !requests.decide(code.get(), approved)) {
        return new Refused("no bastion waits under that code");
      }
      String decision = (approved ? "approved " : "denied ") + code.get();
      log.info("{}", decision);
      return new Done(List.of(decision));
    });
  }

  /** Ends all tokens of an enrolled bastion, at once. */
  OrderReply revoke(String id) {
    return guarded(() -> {
      if (!revocation.revokeDevice(id)) {
        return new Refused("no enrolled bastion has that id; see `sallyport portal devices list`");
      }
      log.info("revoked {}", id);
      return new Done(List.of("revoked " + id));
    });
  }

  private interface Command {
    OrderReply run() throws SQLException;
  }

  private static OrderReply guarded(Command command) {
    try {
      return command.run();
    } catch (SQLException e) {
      log.error("cannot answer the operator", e);
      return new Unavailable("the portal's database failed; see the portal's log");
    }
  }
}
