package io.sallyport.embeddedportal;

import io.sallyport.config.Secret;
import io.sallyport.embeddedportal.ClientCredentials.Assertion;
import io.sallyport.embeddedportal.ClientCredentials.NameOnly;
import io.sallyport.embeddedportal.ClientCredentials.SharedSecret;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;

/** Finds out which client sent an OAuth request (RFC 6749, section 2.3). */
final class ClientAuthentication {
  private final Clients clients;
  private final AssertionVerifier assertions;

  ClientAuthentication(Clients clients, AssertionVerifier assertions) {
    this.clients = clients;
    this.assertions = assertions;
  }

  /**
   * The client that proved to be it; a public one only says so.
   *
   * @param path the endpoint, for which an assertion must have been made
   * @param authorization the request's Authorization fields
   */
  Client authenticate(String path, List<String> authorization, Form form)
      throws OAuthError, SQLException {
    return switch (ClientCredentials.in(authorization, form)) {
      case SharedSecret(String id, String secret) -> withSecret(named(id), secret);
      case Assertion assertion -> withAssertion(assertion, path);
      case NameOnly(String id) -> publicClient(named(id));
    };
  }

  private Client named(String id) throws OAuthError {
    return clients.named(id).orElseThrow(() -> OAuthError.invalidClient("unknown client"));
  }

  private static Client withSecret(Client client, String presented) throws OAuthError {
    Secret secret =
        client.secret().orElseThrow(() -> OAuthError.invalidClient("a secret for a public client"));
    if (!MessageDigest.isEqual(Sha256.of(secret.reveal()), Sha256.of(presented))) {
      throw OAuthError.invalidClient("wrong secret of " + client.id());
    }
    return client;
  }

  private static Client publicClient(Client client) throws OAuthError {
    if (client.secret().isPresent()) {
      throw OAuthError.invalidClient("no secret of " + client.id());
    }
    return client;
  }

  private Client withAssertion(Assertion presented, String path) throws OAuthError, SQLException {
    try {
      ClientAssertion assertion = ClientAssertion.parse(presented.jwt());
      String subject = assertion.claims().text("sub").orElse("");
      if (!presented.clientId().orElse(subject).equals(subject)) {
        throw new BadRequest("assertion about another client");
      }
      Client client = named(subject);
      assertions.verify(assertion, client, path);
      return client;
    } catch (BadRequest e) {
      throw OAuthError.invalidClient(e.error());
    }
  }
}
