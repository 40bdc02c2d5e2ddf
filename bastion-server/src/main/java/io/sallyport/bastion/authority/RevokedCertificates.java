package io.sallyport.bastion.authority;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/**
 * Certificates that are revoked by what their authority calls them.
 *
 * @param authority the SHA-256 of its key; absent: whichever it is
 */
record RevokedCertificates(
    Optional<ByteBuffer> authority,
    Set<Long> serials,
    List<Range> ranges,
    List<Bitmap> bitmaps,
    Set<String> keyIds) {

  /** All serial numbers from the first to the last, as unsigned numbers. */
  record Range(long first, long last) {

    boolean contains(long serial) {
      return Long.compareUnsigned(first, serial) <= 0 && Long.compareUnsigned(serial, last) <= 0;
    }
  }

  /** The serial numbers {@code offset} plus that of a bit, for each bit that is set. */
  record Bitmap(long offset, BigInteger bits) {

    boolean contains(long serial) {
      long bit = serial - offset;
      return Long.compareUnsigned(bit, bits.bitLength()) < 0 && bits.testBit((int) bit);
    }
  }

  RevokedCertificates {
    serials = Set.copyOf(serials);
    ranges = List.copyOf(ranges);
    bitmaps = List.copyOf(bitmaps);
    keyIds = Set.copyOf(keyIds);
  }

  boolean isAbout(ByteBuffer key) {
    return authority.isEmpty() || authority.get().equals(key);
  }

  Optional<String> objection(OpenSshCertificate certificate) {
    if (keyIds.contains(certificate.getId())) {
      return Optional.of("its key id is revoked");
    }
    return lists(certificate.getSerial())
        ? Optional.of("its serial number is revoked")
        : Optional.empty();
  }

  /** An authority that gives no numbers gives them all a zero, which means nobody. */
  private boolean lists(long serial) {
    return serial != 0
        && (serials.contains(serial)
            || ranges.stream().anyMatch(range -> range.contains(serial))
            || bitmaps.stream().anyMatch(bitmap -> bitmap.contains(serial)));
  }
}
