package io.sallyport.bastion.portal;

import java.util.function.Function;

/**
 * What came of a question to the portal. A no is an answer; only what is no answer at all is an
 * outage.
 */
public sealed interface PortalAnswer<T> {

  /** What a yes leads to; a no and an outage stay what they are. */
  default <R> PortalAnswer<R> then(Function<T, PortalAnswer<R>> next) {
    return switch (this) {
      case Given<T>(var value) -> next.apply(value);
      case Refused<T>(var reason) -> new Refused<>(reason);
      case Unavailable<T>(var reason, boolean down) -> new Unavailable<>(reason, down);
    };
  }

  /** The portal said yes, and this. */
  record Given<T>(T value) implements PortalAnswer<T> {}

  /** The portal said no. */
  record Refused<T>(String reason) implements PortalAnswer<T> {}

  /**
   * The portal could not be asked, or what came back was not its answer.
   *
   * @param down whether it is an outage, in which bindings made earlier may do; a portal that
   *     answers something else than the protocol says is not down, but wrong
   */
  record Unavailable<T>(String reason, boolean down) implements PortalAnswer<T> {

    /** An outage. */
    public Unavailable(String reason) {
      this(reason, true);
    }
  }
}
