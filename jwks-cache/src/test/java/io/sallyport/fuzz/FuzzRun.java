package io.sallyport.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A run over mutated samples: each is judged within bounded time and memory, and by a verdict, not
 * by an exception of whatever kind.
 *
 * <p>In the build a number of cases with a fixed seed. For longer: {@code
 * -Dsallyport.fuzz.seconds=600}, and {@code -Dsallyport.fuzz.seed=N} for other cases.
 */
public final class FuzzRun {
  private static final long SEED = Long.getLong("sallyport.fuzz.seed", 20_261_122);
  private static final long SECONDS = Long.getLong("sallyport.fuzz.seconds", 0);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final long MOST_BYTES = 32 << 20;

  private final String name;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, Long> verdicts = new TreeMap<>();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A run that reports under this name. */
  public FuzzRun(String name) {
    this.name = name;
  }

  /** The chance of this run. */
  public SplittableRandom random() {
    return random;
  }

  /**
   * Judges mutations, and reports how many cases had which verdict.
   *
   * @param cases how many, unless the time is set
   * @param judge asserts what must hold, and returns the verdict in a word or two
   */
  public Map<String, Long> over(
      List<byte[]> samples, List<String> words, int cases, Function<byte[], String> judge) {
    Mutations mutations = new Mutations(random, samples, words);
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    var _ = judge.apply(mutations.sample()); // loads what it needs, which is not measured
    long done = 0;
    while (SECONDS > 0 ? System.nanoTime() < end : done < cases) {
      judged(mutations.next(), done++, judge);
    }
    System.out.printf("fuzz %s: seed %d, %d cases %s%n", name, SEED, done, verdicts);
    return Map.copyOf(verdicts);
  }

  private void judged(byte[] input, long number, Function<byte[], String> judge) {
    byte[] copy = input.clone();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long begin = System.nanoTime();
    try {
      verdicts.merge(judge.apply(input), 1L, Long::sum);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
      assertThat(threads.getCurrentThreadAllocatedBytes() - bytes).isLessThan(MOST_BYTES);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw new AssertionError(
          "%s: seed %d, case %d: %s".formatted(name, SEED, number, HexFormat.of().formatHex(copy)),
          e);
    }
  }
}
