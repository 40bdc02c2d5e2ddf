package io.sallyport.lab.checks;

import io.sallyport.lab.Client;
import io.sallyport.lab.Daemon;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file of 1 GiB each way. Both SSH connections of the client re-key every 128 MiB, and the
 * OpenSSH backend re-keys the hop, so that all three re-key in the middle.
 */
final class LargeFileChecks {
  private static final int BLOCK = 1 << 20;
  private static final int BLOCKS = 1024;

  /** What the bastion may need at most, in KiB: well below the size of the file. */
  private static final long MEMORY_LIMIT = 640 * 1024L;

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Lab lab;
  private final Client client;
  private final Path file;
  private final Path back;

  LargeFileChecks(Lab lab) {
    this.lab = lab;
    client = lab.client();
    file = lab.folder().path().resolve("large");
    back = lab.folder().path().resolve("large.back");
  }

  List<Check> all() {
    return List.of(
        new Check(
            "a file of 1 GiB arrives whole in each direction, through re-keying, in bounded memory",
            this::roundTrip));
  }

  private void roundTrip() {
    try {
      writeRandom();
      forgetPeakMemory();
      copy(file.toString(), "deploy@web-01:large");
      copy("deploy@web-01:large", back.toString());
      Broken.unlessEqual(-1L, Files.mismatch(file, back), "first different byte");
      long peak = peakMemory();
      Broken.unless(peak < MEMORY_LIMIT, "the bastion needed " + peak / 1024 + " MiB");
    } catch (IOException e) {
      throw new LabException("could not check the large file: " + e.getMessage(), e);
    } finally {
      tidy();
    }
  }

  private void copy(String from, String to) {
    String proxy =
        "ProxyCommand=ssh -F '%s' -o BatchMode=yes -o RekeyLimit=128M -W [%%h]:%%p ansible@bastion"
            .formatted(lab.folder().sshConfig());
    Broken.unlessOk(
        client.run("scp", "-o", proxy, "-o", "RekeyLimit=128M", from, to).within(LIMIT).finish());
  }

  private void writeRandom() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < BLOCKS; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  /** Sets the kernel's VmHWM of the bastion to what it uses now: proc(5), clear_refs. */
  private void forgetPeakMemory() throws IOException {
    Files.writeString(process(lab.bastion(), "clear_refs"), "5");
  }

  private long peakMemory() throws IOException {
    return Files.readAllLines(process(lab.bastion(), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new LabException("no VmHWM in the bastion's /proc status"));
  }

  private static Path process(Daemon daemon, String file) {
    return Path.of("/proc", Long.toString(daemon.pid()), file);
  }

  private void tidy() {
    client.automation("web-01", "rm -f large").finish();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(back);
    } catch (IOException e) {
      throw new LabException("could not remove the large file: " + e.getMessage(), e);
    }
  }
}
