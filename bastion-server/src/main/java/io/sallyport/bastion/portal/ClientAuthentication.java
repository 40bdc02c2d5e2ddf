package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the bastion shows the portal's OAuth endpoints which client it is: by its name alone if it is
 * a public client, else by a JWT that it signs with the secret they share (RFC 7523, section 2.2).
 * The secret itself is never sent.
 */
record ClientAuthentication(String clientId, Optional<Secret> secret) {

  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final JsonMapper JSON = new JsonMapper();

  /** Adds the fields for a request to this endpoint. */
  void addTo(FormBody.Builder form, HttpUrl endpoint, Instant now) {
    var _ = form.add("client_id", clientId);
    secret.ifPresent(shared ->
        form.add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .add("client_assertion", assertion(shared, endpoint.toString(), now)));
  }

  private String assertion(Secret shared, String audience, Instant now) {
    ObjectNode header = JSON.createObjectNode().put("alg", "HS256").put("typ", "JWT");
    ObjectNode claims =
        JSON.createObjectNode()
            .put("iss", clientId)
            .put("sub", clientId)
            .put("aud", audience)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LIFE).getEpochSecond())
            .put("jti", UUID.randomUUID().toString());
    String signed =
        encode(JSON.writeValueAsBytes(header)) + "." + encode(JSON.writeValueAsBytes(claims));
    return signed + "." + encode(HmacSha256.of(shared, signed, new byte[0]));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
