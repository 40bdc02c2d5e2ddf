package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
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

  private final Secret secret;
  private final InstantSource clock;

  RequestSignature(Secret secret, InstantSource clock) {
    this.secret = secret;
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
    String head = seconds + "." + request.method() + "." + request.url().encodedPath() + ".";
    return HexFormat.of().formatHex(HmacSha256.of(secret, head, body));
  }
}
