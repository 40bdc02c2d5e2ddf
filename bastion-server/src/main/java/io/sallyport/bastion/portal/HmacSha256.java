package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.Secret;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) under a secret that is shared with the portal. By hand, as portals take
 * shorter secrets than a JOSE library lets pass.
 */
final class HmacSha256 {

  private HmacSha256() {}

  static byte[] of(Secret key, String head, byte[] rest) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(UTF_8), "HmacSHA256"));
      mac.update(head.getBytes(UTF_8));
      return mac.doFinal(rest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
