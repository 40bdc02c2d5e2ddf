package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.bastion.portal.BastionTokenRequest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Bastion tokens of the right form; their signature is never looked at by a bastion. */
public final class Tokens {

  private static final JsonMapper JSON = new JsonMapper();

  private Tokens() {}

  /** The token that answers a request, as our embedded portal would. */
  public static String answering(BastionTokenRequest request) {
    return answering(request, _ -> {});
  }

  /** The same with some claims changed. */
  public static String answering(
      BastionTokenRequest request, Consumer<Map<String, Object>> changes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    long now = Instant.now().getEpochSecond();
    claims.put("iss", "http://portal.test/");
    claims.put("sub", request.user());
    claims.put("aud", "pam:bastion-backend");
    claims.put("jti", "jti-of-" + request.thumbprint());
    claims.put("iat", now);
    claims.put("nbf", now);
    claims.put("exp", now + 300);
    claims.put("bastion_id", "bastion-01");
    claims.put("bastion_group", "bastion");
    claims.put("target_host", request.targetHost());
    claims.put("target_group", request.targetGroup());
    claims.put("target_login", request.targetLogin());
    claims.put("user_groups", List.of());
    claims.put("cnf", Map.of("jkt", request.thumbprint()));
    claims.put("sid", request.sid());
    changes.accept(claims);
    return compact(claims);
  }

  private static String compact(Map<String, Object> claims) {
    return part("{\"alg\":\"ES256\",\"typ\":\"JWT\"}")
        + "."
        + part(JSON.writeValueAsString(claims))
        + "."
        + part("no signature, for nobody here looks at it");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
