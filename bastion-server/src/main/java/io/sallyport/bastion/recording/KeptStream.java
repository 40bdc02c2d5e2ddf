package io.sallyport.bastion.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a program wrote on one stream: the beginning of it byte for byte in a file, and of all of it
 * the length and the SHA-256. So a file that is copied through the stream does not fill the disk,
 * and which file it was can be told all the same.
 */
final class KeptStream {

  private final Stream stream;
  private final OutputStream file;
  private final long limit;
  private final MessageDigest sha256 = sha256();
  private long bytes;

  private KeptStream(Stream stream, OutputStream file, long limit) {
    this.stream = stream;
    this.file = file;
    this.limit = limit;
  }

  /**
   * An empty one.
   *
   * @param limit how many bytes are kept
   */
  static KeptStream create(Stream stream, Path file, long limit) throws IOException {
    return new KeptStream(
        stream,
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        limit);
  }

  void write(byte[] data) throws IOException {
    int rest = Math.clamp(limit - bytes, 0, data.length);
    file.write(data, 0, rest);
    sha256.update(data);
    bytes += data.length;
  }

  /** Closes the file; what there is to say about the whole. */
  Fact.StreamEnd end(int channel) throws IOException {
    file.close();
    String hash = HexFormat.of().formatHex(sha256.digest());
    return new Fact.StreamEnd(channel, stream, bytes, Math.min(bytes, limit), hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
