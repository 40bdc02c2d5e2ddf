package io.sallyport.bastion.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Reads a key revocation list (OpenSSH's PROTOCOL.krl). What it does not know may revoke something,
 * so it is an error, unless the list itself says that it does not matter. Signatures are not looked
 * at; sshd does not, either.
 */
final class RevocationListParser {

  private static final long MAGIC = 0x5353484b524c0a00L;
  private static final int VERSION = 1;
  private static final int SHA1_LENGTH = 20;
  private static final int SHA256_LENGTH = 32;

  private final List<RevokedCertificates> certificates = new ArrayList<>();
  private final Set<ByteBuffer> sha1 = new HashSet<>();
  private final Set<ByteBuffer> sha256 = new HashSet<>();

  private RevocationListParser() {}

  /**
   * The list; nothing at all is a list with nothing on it.
   *
   * @throws IOException if it is damaged or of an unknown kind, for the operator
   */
  static RevocationList parse(byte[] krl) throws IOException {
    if (krl.length == 0) {
      return RevocationList.EMPTY;
    }
    try {
      var parser = new RevocationListParser();
      parser.read(new ByteArrayBuffer(krl));
      return new RevocationList(parser.certificates, parser.sha1, parser.sha256);
    } catch (RuntimeException _) { // MINA tells of too few bytes in many ways
      throw damaged("it ends too early");
    }
  }

  private void read(Buffer krl) throws IOException {
    require(krl.available() > Long.BYTES && krl.getLong() == MAGIC, "it is no KRL");
    require(krl.getUInt() == VERSION, "it is a KRL of an unknown version");
    skip(krl, 3 * Long.BYTES); // the list's version, date and flags
    krl.getBytes(); // reserved
    krl.getBytes(); // comment
    while (krl.available() > 0) {
      int type = krl.getUByte();
      section(type, new ByteArrayBuffer(krl.getBytes()));
    }
  }

  private void section(int type, Buffer section) throws IOException {
    switch (type) {
      case 1 -> certificates.add(certificates(section));
      case 2 -> {
        while (section.available() > 0) {
          sha256.add(RevocationList.sha256(section.getBytes()));
        }
      }
      case 3 -> fingerprints(section, SHA1_LENGTH, sha1);
      case 4 -> {} // a signature
      case 5 -> fingerprints(section, SHA256_LENGTH, sha256);
      case 255 -> extension(section);
      default -> throw damaged("it has a section of an unknown type, " + type);
    }
  }

  private static void fingerprints(Buffer section, int length, Set<ByteBuffer> into)
      throws IOException {
    while (section.available() > 0) {
      byte[] fingerprint = section.getBytes();
      require(fingerprint.length == length, "it has a fingerprint of a wrong length");
      into.add(ByteBuffer.wrap(fingerprint));
    }
  }

  private static void extension(Buffer section) throws IOException {
    String name = section.getString();
    require(!section.getBoolean(), "it has a critical extension that is not known here, " + name);
  }

  private static RevokedCertificates certificates(Buffer section) throws IOException {
    byte[] authority = section.getBytes();
    section.getBytes(); // reserved
    Set<Long> serials = new HashSet<>();
    List<RevokedCertificates.Range> ranges = new ArrayList<>();
    List<RevokedCertificates.Bitmap> bitmaps = new ArrayList<>();
    Set<String> keyIds = new HashSet<>();
    while (section.available() > 0) {
      int type = section.getUByte();
      Buffer part = new ByteArrayBuffer(section.getBytes());
      switch (type) {
        case 0x20 -> {
          while (part.available() > 0) {
            serials.add(part.getLong());
          }
        }
        case 0x21 -> ranges.add(new RevokedCertificates.Range(part.getLong(), part.getLong()));
        case 0x22 -> bitmaps.add(bitmap(part));
        case 0x23 -> {
          while (part.available() > 0) {
            keyIds.add(part.getString());
          }
        }
        case 0x39 -> extension(part);
        default -> throw damaged("it has certificates of an unknown kind, " + type);
      }
    }
    return new RevokedCertificates(
        authority.length == 0 ? Optional.empty() : Optional.of(RevocationList.sha256(authority)),
        serials,
        ranges,
        bitmaps,
        keyIds);
  }

  private static RevokedCertificates.Bitmap bitmap(Buffer part) throws IOException {
    long offset = part.getLong();
    BigInteger bits = part.getMPInt();
    require(bits.signum() >= 0, "it has a bitmap below zero");
    return new RevokedCertificates.Bitmap(offset, bits);
  }

  private static void skip(Buffer buffer, int bytes) {
    buffer.rpos(buffer.rpos() + bytes);
  }

  private static IOException damaged(String how) {
    return new IOException("the portal's revocation list cannot be read: " + how);
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw damaged(otherwise);
    }
  }
}
