package io.sallyport.bastion.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * By what the portal vouched for a hop, as the logs of the portal and of the backend call it: the
 * id of a bastion token, or the serial number of a certificate.
 *
 * @param offline there, and true, if the portal was down and a token is that of an earlier hop
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VouchedBy(
    Optional<String> jti, Optional<String> certificateSerial, Optional<Boolean> offline) {

  public static VouchedBy token(String jti) {
    return new VouchedBy(Optional.of(jti), Optional.empty(), Optional.empty());
  }

  /** The same, while the portal is down. */
  public VouchedBy whileOffline() {
    return new VouchedBy(jti, certificateSerial, Optional.of(true));
  }

  /** A text, because it may be beyond what readers of JSON take for a number. */
  public static VouchedBy certificate(String serial) {
    return new VouchedBy(Optional.empty(), Optional.of(serial), Optional.empty());
  }

  @Override
  public String toString() {
    return jti.map(id -> "jti=" + id).orElse("")
        + certificateSerial.map(serial -> "certificate_serial=" + serial).orElse("")
        + (offline.isPresent() ? " offline" : "");
  }
}
