package io.sallyport.verifier.setup;

import io.sallyport.verifier.sshd.Sshd;
import java.nio.file.Path;

/**
 * Where the lines for sshd are kept.
 *
 * @param etc the folder of {@code sshd_config}
 * @param trial a folder below {@code /run}: what is in it is gone when the machine starts again
 */
record Places(Path etc, Path trial) {

  static Places beside(Path sshdConfig) {
    return new Places(
        sshdConfig.toAbsolutePath().resolveSibling("").normalize(),
        Path.of("/run/sallyport-setup"));
  }

  private Path dropIns() {
    return etc.resolve("sshd_config.d");
  }

  /** The drop-in that stays. */
  Path dropIn() {
    return dropIns().resolve(Sshd.DROP_IN);
  }

  /** One that includes what is on trial, and is read before the one that stays. */
  Path trialDropIn() {
    return dropIns().resolve("00-sallyport-trial.conf");
  }

  /** The lines on trial. */
  Path trialLines() {
    return trial.resolve("sshd.conf");
  }

  /** The script that takes back what is on trial. */
  Path undo() {
    return trial.resolve("undo");
  }
}
