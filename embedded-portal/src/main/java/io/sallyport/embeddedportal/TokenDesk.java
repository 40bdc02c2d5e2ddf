package io.sallyport.embeddedportal;

import io.sallyport.embeddedportal.TokenAnswer.Issued;
import io.sallyport.embeddedportal.TokenAnswer.Refused;
import io.sallyport.embeddedportal.TokenAnswer.Unavailable;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out portal tokens to the people of the directory. */
final class TokenDesk {
  private static final Logger log = LoggerFactory.getLogger(TokenDesk.class);

  private final Directory directory;
  private final PortalTokens tokens;

  TokenDesk(Directory directory, PortalTokens tokens) {
    this.directory = directory;
    this.tokens = tokens;
  }

  TokenAnswer issue(String name) {
    if (directory.person(name).isEmpty()) {
      return new Refused(
          "nobody of that name is under `people` in portal.yaml; service accounts log in by key");
    }
    try {
      String token = tokens.issue(name);
      log.info("issued a portal token for {}", name);
      return new Issued(token);
    } catch (SQLException e) {
      log.error("cannot issue a portal token for {}", name, e);
      return new Unavailable("the portal's database failed; see the portal's log");
    }
  }
}
