package io.sallyport.bastion.orders;

import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.offline.OfflineAccess;
import io.sallyport.control.Desk;
import io.sallyport.control.OrderReply;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers orders about bound keys: {@code keys}, {@code revoke PERSON} and {@code revoke PERSON
 * FINGERPRINT}; and those of {@link OfflineDesk}.
 */
public final class BastionDesk implements Desk {

  private static final Logger log = LoggerFactory.getLogger(BastionDesk.class);

  private final BoundKeys boundKeys;
  private final OfflineDesk offline;

  public BastionDesk(BoundKeys boundKeys, OfflineAccess offline) {
    this.boundKeys = boundKeys;
    this.offline = new OfflineDesk(offline);
  }

  @Override
  public OrderReply answer(String line) {
    List<String> words = List.of(line.split(" "));
    return switch (words.getFirst()) {
      case "keys" -> new OrderReply.Done(boundKeys.all().stream().map(KeyLine::write).toList());
      case "revoke" -> revoke(words);
      default -> offline.answer(line);
    };
  }

  private OrderReply revoke(List<String> words) {
    try {
      return switch (words.size()) {
        case 2 -> revoked(boundKeys.revoke(words.get(1)), words);
        case 3 -> revoked(boundKeys.revoke(words.get(1), words.get(2)), words);
        default -> new OrderReply.Refused("say whose key");
      };
    } catch (IOException e) {
      return new OrderReply.Unavailable(
          "the keys are not good any more, but will be again after a restart: " + e.getMessage());
    }
  }

  private static OrderReply revoked(int count, List<String> words) {
    if (count == 0) {
      return new OrderReply.Refused("there is no such key; `sallyport keys list` shows them");
    }
    log.info("Revoked by the operator: {} keys of {}", count, words.get(1));
    return new OrderReply.Done(List.of(Integer.toString(count)));
  }
}
