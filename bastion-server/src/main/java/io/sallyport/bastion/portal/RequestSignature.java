package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/**
 * Signs each request with a shared secret: HMAC-SHA256 over {@code timestamp.METHOD.path.body}, for
 * a reverse proxy in front of the portal, as the portal itself does not look at it.
 */
final class RequestSignature implements Interceptor {

  private final SecretKeySpec key;
  private final InstantSource clock;

  RequestSignature(Secret secret, InstantSource clock) {
    this.key = new SecretKeySpec(secret.reveal().getBytes(UTF_8), "HmacSHA256");
    this.clock = clock;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Buffer body = new Buffer();
    RequestBody content = request.body();
    if (content != null) {
      content.writeTo(body);
    }
    long seconds = clock.instant().getEpochSecond();
    return chain.proceed(
        request
            .newBuilder()
            .header("X-Timestamp", Long.toString(seconds))
            .header("X-Nonce", clock.millis() + "-" + UUID.randomUUID())
            .header("X-Signature-256", "sha256=" + sign(seconds, request, body.readByteArray()))
            .build());
  }

  private String sign(long seconds, Request request, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      String head = seconds + "." + request.method() + "." + request.url().encodedPath() + ".";
      mac.update(head.getBytes(UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
