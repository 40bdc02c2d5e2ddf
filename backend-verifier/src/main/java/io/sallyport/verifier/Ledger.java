package io.sallyport.verifier;

import io.sallyport.verifier.Request.Way;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is written down about those who ask. What cannot be written down does not happen. */
final class Ledger {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

  private final UsedTokens used;
  private final DecisionLog decisions;

  Ledger(UsedTokens used, DecisionLog decisions) {
    this.used = used;
    this.decisions = decisions;
  }

  private interface Entry {
    boolean write() throws IOException;
  }

  /** Whether a token is shown where it may be: on one connection, in one session of it. */
  boolean claims(ShownToken token, Way way, SshdConnection connection) {
    return written(
        "The file of used tokens",
        () ->
            way == Way.SESSION
                ? used.claimSession(token, connection)
                : used.claim(token, connection));
  }

  /** Whether the decision is recorded; one that lets somebody in counts only then. */
  boolean records(Decision decision) {
    return written(
        "The audit file",
        () -> {
          decisions.record(decision);
          return true;
        });
  }

  private static boolean written(String file, Entry entry) {
    try {
      return entry.write();
    } catch (IOException e) {
      log.error("{} cannot be written, so nobody is let in: {}", file, e.toString());
      return false;
    }
  }
}
