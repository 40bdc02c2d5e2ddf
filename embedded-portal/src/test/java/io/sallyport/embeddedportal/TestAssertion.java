package io.sallyport.embeddedportal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client assertion in the making: good for the device endpoint until a test spoils it. */
final class TestAssertion {
  private final Map<String, Object> header = new HashMap<>(Map.of("alg", "HS256", "typ", "JWT"));
  private final Map<String, Object> claims = new HashMap<>();
  private String secret = PortalFiles.CLIENT_SECRET;

  TestAssertion(Instant now) {
    claim("iss", "sallyport");
    claim("sub", "sallyport");
    claim("aud", "http://portal.example/oauth2/device");
    claim("iat", now.getEpochSecond());
    claim("exp", now.getEpochSecond() + 300);
    claim("jti", UUID.randomUUID().toString());
  }

  TestAssertion header(String name, Object value) {
    header.put(name, value);
    return this;
  }

  TestAssertion claim(String name, Object value) {
    claims.put(name, value);
    return this;
  }

  TestAssertion without(String claim) {
    claims.remove(claim);
    return this;
  }

  TestAssertion secret(String other) {
    secret = other;
    return this;
  }

  String sign() {
    String input = part(header) + "." + part(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return input + "." + base64Url(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The parameters that carry it. */
  static Map<String, String> form(String assertion) {
    return Map.of(
        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion", assertion,
        "scope", "pam:server");
  }

  private static String part(Map<String, Object> object) {
    return base64Url(TestPortal.JSON.writeValueAsString(object).getBytes(UTF_8));
  }

  static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
