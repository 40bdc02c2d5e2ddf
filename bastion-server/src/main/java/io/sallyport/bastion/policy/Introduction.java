package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.token.BastionToken;
import java.util.List;
import java.util.stream.Stream;

/**
 * The announcement of a person to a target of a grant, where an account may still have to be made
 * for them. It goes the same way as the grant's hop, to an account that is there for it alone, and
 * lets nobody in. Only a {@link Grant} makes one.
 */
public final class Introduction implements Warrant {

  private final Grant grant;

  Introduction(Grant grant) {
    this.grant = grant;
  }

  @Override
  public Identity identity() {
    return grant.identity();
  }

  @Override
  public Target target() {
    return grant.target();
  }

  @Override
  public String login() {
    return BastionToken.INTRODUCTION_LOGIN;
  }

  /** The person's own. */
  @Override
  public String vouchedLogin() {
    return grant.login();
  }

  /** What its connection is made of: the links of the grant, and at last this itself. */
  public List<Warrant> inOrder() {
    return Stream.concat(grant.links().stream(), Stream.of(this)).toList();
  }

  /** Who is announced, and where. */
  @Override
  public String toString() {
    return "the announcement of " + identity() + " to " + target();
  }
}
