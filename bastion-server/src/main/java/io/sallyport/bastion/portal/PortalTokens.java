package io.sallyport.bastion.portal;

import io.sallyport.config.PrivateFile;
import io.sallyport.config.ReadFailure;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an enrolled bastion shows the portal. Kept in a private file, which is replaced as a whole.
 *
 * @param access the bearer token of the {@code /pam/} endpoints, until {@code expiresAt}
 * @param refresh by which a heartbeat gets the next one
 */
record PortalTokens(Secret access, Secret refresh, Instant expiresAt, Instant enrolledAt) {

  private static final JsonMapper JSON = new JsonMapper();

  PortalTokens with(Secret nextAccess, Instant nextExpiry) {
    return new PortalTokens(nextAccess, refresh, nextExpiry, enrolledAt);
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be used; the message is for the operator
   */
  static PortalTokens read(Path file) throws IOException {
    String text;
    try {
      text = PrivateFile.readText(file);
    } catch (IOException e) {
      throw new IOException(
          file + " " + ReadFailure.describe(e) + "; `sallyport enroll` writes it", e);
    }
    try {
      JsonNode json = JSON.readTree(text);
      return new PortalTokens(
          Secret.of(json.required("access_token").stringValue()),
          Secret.of(json.required("refresh_token").stringValue()),
          Instant.ofEpochSecond(json.required("expires_at").longValue()),
          Instant.ofEpochSecond(json.required("enrolled_at").longValue()));
    } catch (JacksonException _) { // its message quotes the file
      throw new IOException(file + " is damaged; `sallyport enroll` writes it anew");
    }
  }

  void write(Path file) throws IOException {
    byte[] json =
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("access_token", access.reveal())
                .put("refresh_token", refresh.reveal())
                .put("expires_at", expiresAt.getEpochSecond())
                .put("enrolled_at", enrolledAt.getEpochSecond()));
    PrivateFile.write(file, json);
  }
}
