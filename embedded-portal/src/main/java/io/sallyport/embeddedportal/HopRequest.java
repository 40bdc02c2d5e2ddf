package io.sallyport.embeddedportal;

import java.util.Optional;

/**
 * What a bastion asks a token for.
 *
 * @param user who goes there
 * @param targetHost the backend
 * @param targetGroup the backend's group
 * @param targetLogin the login on the backend
 * @param sessionId the session, as the bastion's audit names it
 * @param keyFingerprint the key that a service account proved to the bastion
 * @param confirmation the thumbprint of the hop's key
 */
record HopRequest(
    String user,
    String targetHost,
    String targetGroup,
    Optional<String> targetLogin,
    Optional<String> sessionId,
    Optional<String> keyFingerprint,
    Optional<String> confirmation) {

  static HopRequest parse(Parameters request) throws BadRequest {
    return new HopRequest(
        required(request.text("user"), "user"),
        required(request.text("target_host", Syntax.HOST), "target_host"),
        request.text("target_group", Syntax.NAME).orElse("default"),
        request.text("target_login", Syntax.LOGIN),
        request.text("sid", Syntax.NAME),
        request.text("key_fp", Syntax.FINGERPRINT),
        thumbprint(request));
  }

  /** {@code cnf} (RFC 7800) binds by {@code jkt} or not at all. */
  private static Optional<String> thumbprint(Parameters request) throws BadRequest {
    Optional<Parameters> cnf = request.object("cnf");
    return cnf.isEmpty()
        ? Optional.empty()
        : Optional.of(required(cnf.get().text("jkt", Syntax.THUMBPRINT), "cnf.jkt"));
  }

  private static String required(Optional<String> value, String name) throws BadRequest {
    return value.orElseThrow(() -> new BadRequest("Missing " + name + " parameter"));
  }
}
