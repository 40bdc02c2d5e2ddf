package io.sallyport.bastion.testing;

import io.sallyport.bastion.offline.OfflineAccess;
import io.sallyport.bastion.offline.Outage;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.store.SealedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Offline access with rows in memory. */
public final class Offline {

  public static final OutageRules NOBODY =
      new OutageRules(Optional.empty(), Optional.empty(), Set.of());

  private Offline() {}

  /** Nobody may go on without the portal. */
  public static Outage none() {
    return access(new MemoryRows(), NOBODY, Path.of("/nonexistent"), InstantSource.system())
        .outage();
  }

  /** Under these rules, as an install would open it again. */
  public static OfflineAccess access(
      SealedTable rows, OutageRules rules, Path state, InstantSource clock) {
    try {
      return OfflineAccess.open(rows, rules, Optional.empty(), Offline::derive, state, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] derive(String label) {
    return Arrays.copyOf(label.getBytes(StandardCharsets.UTF_8), 32);
  }
}
