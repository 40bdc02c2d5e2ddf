package io.sallyport.bastion.policy;

/** A target and a login on it. */
public record Destination(String login, Target target) {

  /** As ssh's users write it, {@code deploy@web-01}, and the port in known_hosts' manner. */
  @Override
  public String toString() {
    return login + "@" + target;
  }
}
