package io.sallyport.bastion.vouching;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.offline.Outage;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.token.BastionToken;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where bastion tokens come from: the portal signs them; for service accounts the bastion itself,
 * if the portal knows only people; and while the portal is down, an earlier one may have to do.
 */
final class TokenSource {

  private static final Logger log = LoggerFactory.getLogger(TokenSource.class);

  private final Portal portal;
  private final Optional<ServiceAccountTokens> ownTokens;
  private final Outage outage;

  /**
   * A source of tokens.
   *
   * @param ownTokens for service accounts, if the portal knows only people
   */
  TokenSource(Portal portal, Optional<ServiceAccountTokens> ownTokens, Outage outage) {
    this.portal = portal;
    this.ownTokens = ownTokens;
    this.outage = outage;
  }

  /**
   * A token that was signed by somebody whom backends believe.
   *
   * @param earlier whether it is that of an earlier hop to the same destination
   */
  record Signed(BastionToken token, String compact, boolean earlier) {

    /** The id only: the token is a secret. */
    @Override
    public String toString() {
      return "Signed[jti=" + token.id() + "]";
    }
  }

  /** Asks for a token; takes as long as the portal does. */
  PortalAnswer<Signed> token(Identity identity, BastionTokenRequest request) {
    if (identity.kind() == Identity.Kind.SERVICE_ACCOUNT && ownTokens.isPresent()) {
      return checked(request, ownTokens.get().sign(identity, request));
    }
    return switch (portal.bastionToken(request)) {
      case PortalAnswer.Given<String>(var compact) ->
          remembered(identity, request, checked(request, compact));
      case PortalAnswer.Unavailable<String>(var reason, boolean down) ->
          (down ? earlier(identity, request) : Optional.<PortalAnswer<Signed>>empty())
              .orElseGet(() -> new PortalAnswer.Unavailable<>(reason, down));
      case PortalAnswer.Refused<String>(var reason) -> {
        outage.refused(identity.qualifiedName(), request.targetHost());
        yield new PortalAnswer.Refused<>(reason);
      }
    };
  }

  private PortalAnswer<Signed> remembered(
      Identity identity, BastionTokenRequest request, PortalAnswer<Signed> answer) {
    if (answer instanceof PortalAnswer.Given<Signed>(var signed)) {
      outage.vouched(
          identity.qualifiedName(), request.targetHost(), request.targetLogin(), signed.compact());
    }
    return answer;
  }

  private Optional<PortalAnswer<Signed>> earlier(Identity identity, BastionTokenRequest request) {
    return outage
        .token(
            identity.qualifiedName(),
            identity.brokeGlass(),
            request.targetHost(),
            request.targetLogin())
        .map(compact -> {
          BastionToken token = BastionToken.parseUnverified(compact);
          log.warn(
              "The portal is down; {} goes to {} by the token {} of {}",
              identity,
              request.targetHost(),
              token.id(),
              token.issuedAt());
          return new PortalAnswer.Given<>(new Signed(token, compact, true));
        });
  }

  private static PortalAnswer<Signed> checked(BastionTokenRequest request, String compact) {
    BastionToken token;
    try {
      token = BastionToken.parseUnverified(compact);
    } catch (IllegalArgumentException e) {
      return new PortalAnswer.Unavailable<>(
          "the portal's bastion token cannot be read: " + e.getMessage(), false);
    }
    return answers(token, request)
        ? new PortalAnswer.Given<>(new Signed(token, compact, false))
        : new PortalAnswer.Unavailable<>("the portal's bastion token is about another hop", false);
  }

  /** A portal that does not know our claims leaves them out; it must not say something else. */
  private static boolean answers(BastionToken token, BastionTokenRequest request) {
    return token.subject().equals(request.user())
        && token.targetHost().equals(request.targetHost())
        && agrees(token.targetLogin(), request.targetLogin())
        && agrees(token.confirmation(), request.thumbprint())
        && agrees(token.sessionId(), request.sid());
  }

  private static boolean agrees(Optional<String> claim, String asked) {
    return claim.isEmpty() || claim.get().equals(asked);
  }
}
