package io.sallyport.lab.checks;

import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Small files, by each of the ways that stock clients copy. */
final class CopyChecks {
  private static final String JUMP = "ansible@bastion";
  private static final int SIZE = 300_000;

  private final Path folder;
  private final Client client;

  CopyChecks(Lab lab) {
    folder = lab.folder().path();
    client = lab.client();
  }

  List<Check> all() {
    return List.of(
        new Check("scp copies there and back (SFTP protocol)", () -> scp("-B")),
        new Check("scp -O copies there and back (old protocol)", () -> scp("-O")),
        new Check("sftp puts, lists and gets", this::sftp));
  }

  private void scp(String mode) {
    Path there = random("scp" + mode);
    Path back = there.resolveSibling(there.getFileName() + ".back");
    String remote = "deploy@web-01:" + there.getFileName();
    Broken.unlessOk(client.run("scp", mode, "-J", JUMP, there.toString(), remote).finish());
    Broken.unlessOk(client.run("scp", mode, "-J", JUMP, remote, back.toString()).finish());
    unlessSame(there, back);
  }

  private void sftp() {
    Path there = random("sftp");
    Path back = there.resolveSibling("sftp.back");
    String batch = "put %s sftp-copy\nls -l sftp-copy\nget sftp-copy %s\n".formatted(there, back);
    var run = client.run("sftp", "-J", JUMP, "-b", "-", "deploy@web-01").reading(batch).finish();
    Broken.unless(Broken.unlessOk(run).output().contains("" + SIZE), "listing: " + run.output());
    unlessSame(there, back);
  }

  private Path random(String name) {
    byte[] content = new byte[SIZE];
    new SplittableRandom(name.hashCode()).nextBytes(content);
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new LabException("could not write a file to copy: " + e.getMessage(), e);
    }
  }

  private static void unlessSame(Path there, Path back) {
    try {
      Broken.unlessEqual(-1L, Files.mismatch(there, back), "first different byte");
    } catch (IOException e) {
      throw new LabException("could not compare the copies: " + e.getMessage(), e);
    }
  }
}
