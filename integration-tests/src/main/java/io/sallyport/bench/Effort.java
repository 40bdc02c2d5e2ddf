package io.sallyport.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds of transfers
 * @param mebibytes of one transfer
 * @param warmUpMebibytes that Sallyport carries in each direction before anything is measured
 * @param logins one at a time, by each route; as many again 8 at a time
 * @param keystrokes by each route
 * @param sessions numbers of idle sessions, ascending
 * @param starts of each server
 */
record Effort(
    int rounds,
    int mebibytes,
    int warmUpMebibytes,
    int logins,
    int keystrokes,
    List<Integer> sessions,
    int starts) {

  /** For numbers that are published. */
  static final Effort FULL = new Effort(7, 512, 3072, 200, 2000, List.of(100, 500, 1000), 7);

  /** For development: the ratios are rough. */
  static final Effort QUICK = new Effort(3, 128, 512, 24, 300, List.of(20, 60), 3);

  Effort withRounds(int other) {
    return new Effort(other, mebibytes, warmUpMebibytes, logins, keystrokes, sessions, starts);
  }

  Effort withMebibytes(int other) {
    return new Effort(rounds, other, warmUpMebibytes, logins, keystrokes, sessions, starts);
  }

  Effort withLogins(int other) {
    return new Effort(rounds, mebibytes, warmUpMebibytes, other, keystrokes, sessions, starts);
  }

  Effort withSessions(List<Integer> other) {
    return new Effort(rounds, mebibytes, warmUpMebibytes, logins, keystrokes, other, starts);
  }

  long bytes() {
    return (long) mebibytes << 20;
  }
}
