package io.sallyport.bastion.policy;

/**
 * A target that an identity may reach under some login. It allows to knock (TCP and key exchange)
 * while the login is not known yet; to go in takes a {@link Grant}. Only {@link Policy} makes one.
 */
public final class Reachable {

  private final Target target;

  Reachable(Target target) {
    this.target = target;
  }

  public Target target() {
    return target;
  }
}
