package io.sallyport.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes of samples: bits, cuts, copies, parts of another sample, lengths, words of a grammar. */
public final class Mutations {
  private static final int MOST_CHANGES = 4;
  private static final int LONGEST = 64 * 1024;
  private static final int[] LENGTHS = {
    0,
    1,
    4,
    31,
    32,
    33,
    63,
    64,
    65,
    255,
    256,
    65_535,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    -1
  };

  private final SplittableRandom random;
  private final List<byte[]> samples;
  private final List<byte[]> words;

  /**
   * Mutations of these samples.
   *
   * @param words what the grammar of the samples knows
   */
  public Mutations(SplittableRandom random, List<byte[]> samples, List<String> words) {
    this.random = random;
    this.samples = List.copyOf(samples);
    this.words = words.stream().map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /** One sample as it is. */
  public byte[] sample() {
    return samples.get(random.nextInt(samples.size())).clone();
  }

  /** One sample, changed in one place to four. */
  public byte[] next() {
    byte[] bytes = sample();
    for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      bytes = changed(bytes);
    }
    return bytes.length <= LONGEST ? bytes : Arrays.copyOf(bytes, LONGEST);
  }

  private byte[] changed(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = from + random.nextInt(bytes.length - from + 1);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(bytes);
      case 1 -> set(bytes, (byte) random.nextInt(256));
      case 2 -> Arrays.copyOf(bytes, from);
      case 3 -> spliced(bytes, from, to, new byte[0]);
      case 4 -> spliced(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
      case 5 -> spliced(bytes, from, to, partOf(sample()));
      case 6 -> withLength(bytes);
      case 7 -> spliced(bytes, from, from, word());
      default -> withAnotherWord(bytes);
    };
  }

  private byte[] flipped(byte[] bytes) {
    int place = random.nextInt(Math.max(1, bytes.length));
    return bytes.length == 0
        ? bytes
        : set(bytes, place, (byte) (bytes[place] ^ 1 << random.nextInt(8)));
  }

  private byte[] set(byte[] bytes, byte value) {
    return bytes.length == 0 ? bytes : set(bytes, random.nextInt(bytes.length), value);
  }

  private static byte[] set(byte[] bytes, int place, byte value) {
    bytes[place] = value;
    return bytes;
  }

  private byte[] partOf(byte[] sample) {
    int from = random.nextInt(sample.length + 1);
    return Arrays.copyOfRange(sample, from, from + random.nextInt(sample.length - from + 1));
  }

  private byte[] withLength(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return bytes;
    }
    int place = random.nextInt(bytes.length - Integer.BYTES + 1);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    buffer.putInt(
        place, random.nextBoolean() ? length : buffer.getInt(place) + random.nextInt(-2, 3));
    return bytes;
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size()));
  }

  /** A word that is there becomes another one. */
  private byte[] withAnotherWord(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] word = word();
    int place = text.indexOf(new String(word, StandardCharsets.ISO_8859_1));
    return place < 0 ? bytes : spliced(bytes, place, place + word.length, word());
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    return ByteBuffer.allocate(from + between.length + bytes.length - to)
        .put(bytes, 0, from)
        .put(between)
        .put(bytes, to, bytes.length - to)
        .array();
  }
}
