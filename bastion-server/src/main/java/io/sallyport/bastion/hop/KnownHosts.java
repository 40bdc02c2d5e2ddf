package io.sallyport.bastion.hop;

import io.sallyport.bastion.policy.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The host keys of one target that the operator has written into a known_hosts file (sshd(8)),
 * under the name by which clients ask for it. Keys are compared whole.
 */
final class KnownHosts {

  private static final String REVOKED = "revoked";

  private final Target target;
  private final List<KnownHostEntry> entries;

  private KnownHosts(Target target, List<KnownHostEntry> entries) {
    this.target = target;
    this.entries = entries;
  }

  /**
   * Reads the lines about a target; touches the disk.
   *
   * @throws IOException if the file cannot be read or has a line that is none
   */
  static KnownHosts of(Target target, Path file) throws IOException {
    List<KnownHostEntry> entries = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      try {
        KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(line);
        if (entry != null && entry.isHostMatch(target.name(), target.port())) {
          entries.add(entry);
        }
      } catch (RuntimeException e) {
        throw new IOException("line " + number + " of " + file + " cannot be read", e);
      }
    }
    return new KnownHosts(target, entries);
  }

  Target target() {
    return target;
  }

  /** The types of the known keys, so that the backend is asked for one of those. */
  Set<String> keyTypes() {
    Set<String> types = new LinkedHashSet<>();
    entries.stream()
        .filter(entry -> entry.getMarker() == null)
        .forEach(entry -> types.add(entry.getKeyEntry().getKeyType()));
    return types;
  }

  HostKeyVerdict judge(PublicKey shown) {
    byte[] blob = blob(shown);
    String key = KeyUtils.getKeyType(shown) + " " + KeyUtils.getFingerPrint(shown);
    if (matches(REVOKED, blob)) {
      return new HostKeyVerdict.Refused(target + " showed " + key + ", which is revoked");
    }
    if (matches(null, blob)) {
      return new HostKeyVerdict.Known();
    }
    return new HostKeyVerdict.Refused(
        keyTypes().isEmpty()
            ? target + " showed " + key + ", and known_hosts has no key of it"
            : target + " showed " + key + ", and known_hosts has another one");
  }

  private boolean matches(@Nullable String marker, byte[] blob) {
    return entries.stream()
        .filter(entry -> Objects.equals(entry.getMarker(), marker))
        .anyMatch(entry -> MessageDigest.isEqual(entry.getKeyEntry().getKeyData(), blob));
  }

  private static byte[] blob(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    return buffer.getCompactData();
  }
}
