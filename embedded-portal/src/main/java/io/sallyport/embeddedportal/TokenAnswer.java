package io.sallyport.embeddedportal;

import io.sallyport.control.OrderReply;
import java.util.List;

/** What came of asking for a portal token. */
public sealed interface TokenAnswer {

  /**
   * A fresh token.
   *
   * @param token the one-time token; whoever has it is the person until it is used or expires
   */
  record Issued(String token) implements TokenAnswer {

    /** Without the token. */
    @Override
    public String toString() {
      return "Issued[token=(secret)]";
    }
  }

  /**
   * There is none for that name.
   *
   * @param reason a sentence for the operator
   */
  record Refused(String reason) implements TokenAnswer {}

  /**
   * The portal could not be asked, or could not answer.
   *
   * @param reason a sentence for the operator
   */
  record Unavailable(String reason) implements TokenAnswer {}

  /** As it goes over the control socket. */
  default OrderReply reply() {
    return switch (this) {
      case Issued(var token) -> new OrderReply.Done(List.of(token));
      case Refused(var reason) -> new OrderReply.Refused(reason);
      case Unavailable(var reason) -> new OrderReply.Unavailable(reason);
    };
  }

  /** What came over the control socket. */
  static TokenAnswer of(OrderReply reply) {
    return switch (reply) {
      case OrderReply.Done(var lines) when lines.size() == 1 -> new Issued(lines.getFirst());
      case OrderReply.Done _ -> new Unavailable("the portal's answer is no token");
      case OrderReply.Refused(var reason) -> new Refused(reason);
      case OrderReply.Unavailable(var reason) -> new Unavailable(reason);
    };
  }
}
