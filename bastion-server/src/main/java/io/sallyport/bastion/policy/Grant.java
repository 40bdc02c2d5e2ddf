package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;
import java.util.Optional;
import java.util.Set;

/**
 * The decision that an identity may reach a destination. Only {@link Policy} makes one, and nothing
 * connects without one.
 */
public final class Grant implements Decision {

  private final AccessRequest request;
  private final String rule;
  private final Set<ChannelKind> channels;

  Grant(AccessRequest request, String rule, Set<ChannelKind> channels) {
    this.request = request;
    this.rule = rule;
    this.channels = Set.copyOf(channels);
  }

  public Identity identity() {
    return request.identity();
  }

  public Target target() {
    return request.target();
  }

  /** The login on the backend. */
  public String login() {
    return request.login();
  }

  /** The rule that said yes. */
  public String rule() {
    return rule;
  }

  /** Asked for every channel: why this kind is refused, or nothing when it is allowed. */
  public Optional<Refusal> refusal(ChannelKind kind) {
    return channels.contains(kind)
        ? Optional.empty()
        : Optional.of(new Refusal(rule, "the rule does not allow this kind of channel"));
  }
}
