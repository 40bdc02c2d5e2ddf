package io.sallyport.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reading side of {@link HopCertificate}, after OpenSSH's PROTOCOL.certkeys.
 *
 * <p>Written out rather than left to MINA, whose parser lets the last of two options of one name
 * win, trims their data, and does not check the signature.
 */
final class HopCertificateParser {
  /** Longest blob in bytes; sshd cannot hand over more, one argument of a command is 128 KiB. */
  private static final int MAX_BLOB = 96 * 1024;

  private static final int MAX_BASE64 = MAX_BLOB / 3 * 4;
  private static final int MAX_KEY_ID = 1024;
  private static final int USER_CERTIFICATE = 1;
  private static final int ED25519_SIGNATURE_LENGTH = 64;
  private static final Set<String> CRITICAL_OPTIONS = Set.of("force-command", "source-address");
  private static final Pattern SESSION_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private HopCertificateParser() {}

  static HopCertificate parse(String type, String base64) {
    if (!type.equals(HopCertificate.TYPE)) {
      throw new IllegalArgumentException("not a certificate of type " + HopCertificate.TYPE);
    }
    if (base64.length() > MAX_BASE64) {
      throw new IllegalArgumentException("the certificate is longer than " + MAX_BLOB + " bytes");
    }
    try {
      return read(new WireReader(StrictBase64.decode(base64)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the certificate has " + e.getMessage());
    }
  }

  private static HopCertificate read(WireReader reader) {
    expect(reader.text().equals(HopCertificate.TYPE), "another type inside than outside");
    reader.bytes(); // nonce
    SshEd25519Key key = SshEd25519Key.fromPoint(reader.bytes());
    reader.uint64(); // serial
    expect(reader.uint32() == USER_CERTIFICATE, "not the type of a user certificate");
    String keyId = reader.text();
    expect(keyId.length() <= MAX_KEY_ID, "a key id longer than " + MAX_KEY_ID + " characters");
    List<String> principals = principals(new WireReader(reader.bytes()));
    long validAfter = reader.uint64();
    long validBefore = reader.uint64();
    Map<String, byte[]> critical = options(new WireReader(reader.bytes()));
    requireKnown(critical.keySet());
    Map<String, byte[]> extensions = options(new WireReader(reader.bytes()));
    reader.bytes(); // reserved
    SshEd25519Key authority = SshEd25519Key.fromBlob(reader.bytes());
    byte[] signed = reader.consumed();
    byte[] signature = signature(new WireReader(reader.bytes()));
    reader.end();
    expect(authority.key().verifies(signed, signature), "a signature that is not its authority's");
    return new HopCertificate(
        key,
        authority,
        keyId,
        principals,
        validAfter,
        validBefore,
        rights(critical, extensions),
        token(extensions),
        offlineSession(extensions));
  }

  private static List<String> principals(WireReader reader) {
    List<String> principals = new ArrayList<>();
    while (reader.hasMore()) {
      principals.add(reader.text());
    }
    return List.copyOf(principals);
  }

  /** Options by name; PROTOCOL.certkeys wants each name once, in ascending order. */
  private static Map<String, byte[]> options(WireReader reader) {
    TreeMap<String, byte[]> options = new TreeMap<>();
    while (reader.hasMore()) {
      String name = reader.text();
      expect(
          options.isEmpty() || options.lastKey().compareTo(name) < 0,
          "an option twice or out of order");
      options.put(name, reader.bytes());
    }
    return options;
  }

  /** What sshd enforces; whoever does not understand a critical option has to refuse. */
  private static void requireKnown(Set<String> criticalOptions) {
    expect(CRITICAL_OPTIONS.containsAll(criticalOptions), "an unknown critical option");
  }

  private static HopRights rights(Map<String, byte[]> critical, Map<String, byte[]> extensions) {
    Optional<String> permitOpen = text(extensions, HopCertificate.PERMIT_OPEN_EXTENSION);
    return new HopRights(
        extensions.keySet().stream()
            .filter(name -> name.startsWith("permit-") && !name.contains("@"))
            .collect(Collectors.toUnmodifiableSet()),
        permitOpen.map(all -> List.of(all.split(" ", -1))).orElse(List.of()),
        text(critical, HopCertificate.FORCE_COMMAND));
  }

  private static Optional<String> token(Map<String, byte[]> extensions) {
    Optional<String> present = text(extensions, HopCertificate.TOKEN_EXTENSION);
    Optional<String> earlier = text(extensions, HopCertificate.OFFLINE_TOKEN_EXTENSION);
    expect(present.isEmpty() || earlier.isEmpty(), "two tokens");
    return present.or(() -> earlier);
  }

  /** Both or none: what is made while the portal is down says for which session. */
  private static Optional<String> offlineSession(Map<String, byte[]> extensions) {
    Optional<String> session = text(extensions, HopCertificate.SESSION_EXTENSION);
    expect(
        session.isPresent() == extensions.containsKey(HopCertificate.OFFLINE_TOKEN_EXTENSION),
        "an earlier token without a session, or a session without one");
    session.ifPresent(
        id -> expect(SESSION_ID.matcher(id).matches(), "a session that is no session's id"));
    return session;
  }

  private static Optional<String> text(Map<String, byte[]> extensions, String name) {
    return Optional.ofNullable(extensions.get(name)).map(HopCertificateParser::onlyText);
  }

  private static String onlyText(byte[] data) {
    WireReader reader = new WireReader(data);
    String text = reader.text();
    reader.end();
    expect(
        text.length() <= CompactToken.MAX_LENGTH,
        "a text longer than " + CompactToken.MAX_LENGTH + " characters");
    return text;
  }

  private static byte[] signature(WireReader reader) {
    expect(reader.text().equals(SshEd25519Key.TYPE), "a signature that is not Ed25519");
    byte[] signature = reader.bytes();
    reader.end();
    expect(signature.length == ED25519_SIGNATURE_LENGTH, "a signature of the wrong length");
    return signature;
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
