package io.sallyport.bench;

import io.sallyport.lab.LabException;
import io.sallyport.lab.LabFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Moves the same random bytes by any transfer and any route, and counts what arrives.
 *
 * <p>The clock of {@code ssh cat} runs from the moment when the backend is ready to the arrival of
 * the last byte; that of {@code scp} covers the whole program, with its connection.
 */
final class Mover {
  private static final int BLOCK = 16 << 20;
  private static final int CHUNK = 128 << 10;

  private final TestBed bed;
  private final byte[] block = new byte[BLOCK];

  Mover(TestBed bed) {
    this.bed = bed;
    new Random(22).nextBytes(block);
    write(bed.home().resolve("block"), BLOCK);
  }

  /**
   * What one transfer took.
   *
   * @param cpuSeconds of the server in the middle
   */
  record Taken(long bytes, double seconds, double cpuSeconds) {
    double mebibytesPerSecond() {
      return bytes / (double) (1 << 20) / seconds;
    }

    double cpuSecondsPerGibibyte() {
      return cpuSeconds / (bytes / (double) (1 << 30));
    }
  }

  /** Makes the files that {@code scp} copies; there is one size at a time. */
  void prepareFiles(long bytes) {
    write(bed.path().resolve("payload"), bytes);
    write(bed.home().resolve("payload"), bytes);
  }

  /** Moves a whole number of blocks of 16 MiB. */
  Taken move(Transfer transfer, Route route, Offer offer, long bytes) {
    bed.removeRecordings();
    try {
      return switch (transfer) {
        case CAT_UP -> catUp(route, offer, bytes);
        case CAT_DOWN -> catDown(route, offer, bytes);
        case SCP_UP -> {
          Path arrives = bed.home().resolve("arrived");
          String to = route.destination() + ":arrived";
          yield scp(route, offer, bed.path().resolve("payload").toString(), to, arrives, bytes);
        }
        case SCP_DOWN -> {
          Path arrives = bed.path().resolve("arrived");
          String from = route.destination() + ":payload";
          yield scp(route, offer, from, arrives.toString(), arrives, bytes);
        }
      };
    } catch (IOException e) {
      throw bed.failed(transfer.title(), route, e.toString());
    }
  }

  private Taken catUp(Route route, Offer offer, long bytes) throws IOException {
    Process ssh = Clients.start(bed.ssh(route, offer, List.of(), "echo ready; wc -c"));
    try (BufferedReader lines = reader(ssh);
        OutputStream to = ssh.getOutputStream()) {
      expect("ready", lines.readLine(), route);
      Meter meter = Meter.start(bed.processes(route));
      send(to, bytes);
      expect(Long.toString(bytes), lines.readLine(), route);
      meter.stopClock();
      end(ssh, route);
      return meter.taken(bytes);
    } finally {
      ssh.destroy();
    }
  }

  private void send(OutputStream to, long bytes) throws IOException {
    for (long sent = 0; sent < bytes; sent += CHUNK) {
      to.write(block, (int) (sent % BLOCK), CHUNK);
    }
    to.close();
  }

  private Taken catDown(Route route, Offer offer, long bytes) throws IOException {
    String command = "echo ready; read go; yes block | head -n " + bytes / BLOCK + " | xargs cat";
    Process ssh = Clients.start(bed.ssh(route, offer, List.of(), command));
    try (InputStream from = ssh.getInputStream();
        OutputStream to = ssh.getOutputStream()) {
      expect("ready\n", new String(from.readNBytes(6), StandardCharsets.US_ASCII), route);
      Meter meter = Meter.start(bed.processes(route));
      to.write('\n');
      to.flush();
      long arrived = receive(from);
      meter.stopClock();
      expect(Long.toString(bytes), Long.toString(arrived), route);
      end(ssh, route);
      return meter.taken(bytes);
    } finally {
      ssh.destroy();
    }
  }

  private static long receive(InputStream from) throws IOException {
    byte[] buffer = new byte[CHUNK];
    long arrived = 0;
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      arrived += read;
    }
    return arrived;
  }

  private Taken scp(Route route, Offer offer, String from, String to, Path arrives, long bytes)
      throws IOException {
    Files.deleteIfExists(arrives);
    Meter meter = Meter.start(bed.processes(route));
    end(Clients.start(bed.scp(route, offer, from, to)), route);
    meter.stopClock();
    expect(Long.toString(bytes), Long.toString(Files.size(arrives)), route);
    return meter.taken(bytes);
  }

  private void end(Process client, Route route) {
    int status = Clients.await(client);
    if (status != 0) {
      throw bed.failed("a transfer", route, "exit status " + status);
    }
  }

  private void expect(String wanted, @Nullable String came, Route route) {
    if (!wanted.equals(came)) {
      throw bed.failed("a transfer", route, "expected " + wanted.strip() + ", got " + came);
    }
  }

  private void write(Path file, long bytes) {
    try (OutputStream out = Files.newOutputStream(LabFolder.write(file, ""))) {
      for (long written = 0; written < bytes; written += BLOCK) {
        out.write(block);
      }
    } catch (IOException e) {
      throw new LabException("could not write " + file, e);
    }
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
