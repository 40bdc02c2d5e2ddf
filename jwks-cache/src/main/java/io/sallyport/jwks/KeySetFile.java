package io.sallyport.jwks;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.security.auth.module.UnixSystem;
import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The copy of a key set on disk: a JWK set with the member {@value #FETCHED_AT}, in ISO 8601, and
 * {@value #ETAG}, if the portal gave one. Without the first, in a file that an operator put there,
 * the file's time of change is taken.
 *
 * <p>The portal's ETag speaks for the keys that it came with. So {@value #ETAG_OF}, a hash of both
 * and of the address, stands beside it: after a change by hand, or of the address, the ETag counts
 * for nothing.
 *
 * <p>Who can write this file can sign tokens; so it must be a regular file of the process's user or
 * root, which nobody else can write. Its content is no secret.
 */
record KeySetFile(Path path, Optional<URI> url) {
  private static final String FETCHED_AT = "fetched_at";
  private static final String ETAG = "etag";
  private static final String ETAG_OF = "etag_of";
  private static final int MAX_LENGTH = 512 * 1024;
  private static final int ROOT = 0;
  private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /** Reads the file; the exception says what is wrong with it and what to do. */
  FetchedKeys read() throws IOException {
    return read(requireSafe((int) new UnixSystem().getUid()));
  }

  /** The same for somebody who does not go by it: root may look at the file of any process. */
  FetchedKeys look() throws IOException {
    int self = (int) new UnixSystem().getUid();
    return read(requireSafe(self == ROOT ? owner() : self));
  }

  private FetchedKeys read(PosixFileAttributes attributes) throws IOException {
    Instant changedAt = attributes.lastModifiedTime().toInstant();
    try (InputStream in = Files.newInputStream(path, NOFOLLOW_LINKS)) {
      byte[] json = in.readNBytes(MAX_LENGTH + 1);
      if (json.length > MAX_LENGTH) {
        throw new IOException("it is longer than " + MAX_LENGTH + " bytes");
      }
      Map<String, Object> set = KeySetDecoder.object(json);
      KeySet keys = KeySetDecoder.decode(set);
      return new FetchedKeys(keys, fetchedAt(set, changedAt), etag(set, keys));
    }
  }

  /** Writes the file anew; readers find the old content or the new one. */
  void write(FetchedKeys fetched) throws IOException {
    Map<String, Object> set = new LinkedHashMap<>();
    set.put(FETCHED_AT, fetched.fetchedAt().toString());
    fetched
        .etag()
        // It stands for the whole answer; without the keys that we do not use this is only a part.
        .filter(_ -> fetched.keys().unusable().isEmpty())
        .ifPresent(etag -> {
          set.put(ETAG, etag.value());
          set.put(ETAG_OF, hash(etag, fetched.keys()));
        });
    set.putAll(fetched.keys().toJsonObject());
    String json = JSONObjectUtils.toJSONString(set) + "\n";
    PrivateFile.write(path, json.getBytes(StandardCharsets.UTF_8));
  }

  private static Instant fetchedAt(Map<String, Object> set, Instant otherwise) throws IOException {
    if (!set.containsKey(FETCHED_AT)) {
      return otherwise.truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return Instant.parse(String.valueOf(set.get(FETCHED_AT)));
    } catch (DateTimeException _) {
      throw new IOException("its " + FETCHED_AT + " is not a time such as 2026-11-22T10:00:00Z");
    }
  }

  private Optional<ETag> etag(Map<String, Object> set, KeySet keys) {
    return Optional.ofNullable(set.get(ETAG))
        .flatMap(value -> ETag.of(value.toString()))
        .filter(etag -> hash(etag, keys).equals(set.get(ETAG_OF)));
  }

  private String hash(ETag etag, KeySet keys) {
    String text =
        String.join("\n", url.map(URI::toString).orElse(""), etag.value(), keys.canonical());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private PosixFileAttributes requireSafe(int user) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("it is not a regular file; name the file itself, not a link to it");
    }
    if (owner() != ROOT && owner() != user) {
      throw new IOException("it belongs to another user; run: chown root " + path);
    }
    if (!Collections.disjoint(attributes.permissions(), WRITE_OF_OTHERS)) {
      throw new IOException("group or others can write it; run: chmod go-w " + path);
    }
    return attributes;
  }

  private int owner() throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS);
  }
}
