package io.sallyport.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Claims read by name with the one JSON type that each may have. */
final class ClaimReader {
  private static final int MAX_TEXT = 512;
  private static final int MAX_ELEMENTS = 1024;

  /** The end of the year 9999, the last that ISO 8601 writes with four digits. */
  private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

  private final Map<String, Object> claims;

  ClaimReader(Map<String, Object> claims) {
    this.claims = claims;
  }

  BastionToken token() throws RefusalException {
    Instant issuedAt = time(Claims.ISSUED_AT);
    return new BastionToken(
        text(Claims.ISSUER),
        text(Claims.SUBJECT),
        text(Claims.AUDIENCE),
        text(Claims.ID),
        issuedAt,
        // LemonLDAP's tokens have no nbf; a token is not meant to be used before it was made.
        claims.containsKey(Claims.NOT_BEFORE) ? time(Claims.NOT_BEFORE) : issuedAt,
        time(Claims.EXPIRES_AT),
        text(Claims.BASTION_ID),
        text(Claims.BASTION_GROUP),
        text(Claims.TARGET_HOST),
        text(Claims.TARGET_GROUP),
        optionalText(Claims.TARGET_LOGIN),
        texts(Claims.USER_GROUPS),
        confirmation(),
        optionalText(Claims.KEY_FINGERPRINT),
        optionalText(Claims.SESSION_ID));
  }

  /** A claim of 1 to {@value #MAX_TEXT} characters, none of them a control character. */
  String text(String name) throws RefusalException {
    return checkedText(name, required(name));
  }

  private Optional<String> optionalText(String name) throws RefusalException {
    return claims.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
  }

  private List<String> texts(String name) throws RefusalException {
    if (!claims.containsKey(name)) {
      return List.of();
    }
    if (!(claims.get(name) instanceof List<?> elements) || elements.size() > MAX_ELEMENTS) {
      throw malformed(name, "is not a list of at most " + MAX_ELEMENTS + " texts");
    }
    List<String> texts = new ArrayList<>();
    for (Object element : elements) {
      texts.add(checkedText(name, element));
    }
    return texts;
  }

  private Instant time(String name) throws RefusalException {
    if (!(required(name) instanceof Long second) || second < 0 || second > MAX_EPOCH_SECOND) {
      throw malformed(name, "is not a time in whole seconds");
    }
    return Instant.ofEpochSecond(second);
  }

  /** {@code cnf.jkt}; another kind of confirmation is one that we cannot check (RFC 7800, 3.1). */
  private Optional<String> confirmation() throws RefusalException {
    if (!claims.containsKey(Claims.CONFIRMATION)) {
      return Optional.empty();
    }
    if (claims.get(Claims.CONFIRMATION) instanceof Map<?, ?> cnf
        && cnf.get(Claims.THUMBPRINT) instanceof String thumbprint) {
      return Optional.of(checkedText(Claims.CONFIRMATION, thumbprint));
    }
    throw malformed(Claims.CONFIRMATION, "has no key thumbprint");
  }

  private Object required(String name) throws RefusalException {
    Object value = claims.get(name);
    if (value == null) {
      throw new RefusalException(Reason.MISSING_CLAIM, "the token has no " + name);
    }
    return value;
  }

  private static String checkedText(String name, @Nullable Object value) throws RefusalException {
    if (!(value instanceof String text) || text.isEmpty() || text.length() > MAX_TEXT) {
      throw malformed(name, "is not a text of 1 to " + MAX_TEXT + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw malformed(name, "has a control character");
    }
    return text;
  }

  private static RefusalException malformed(String name, String problem) {
    return new RefusalException(Reason.MALFORMED, "the token's " + name + " " + problem);
  }
}
