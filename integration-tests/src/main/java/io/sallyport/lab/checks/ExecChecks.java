package io.sallyport.lab.checks;

import io.sallyport.lab.Await;
import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.SshRun.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Commands: what goes in, what comes out, how they end. */
final class ExecChecks {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Lab lab;
  private final Client client;

  ExecChecks(Lab lab) {
    this.lab = lab;
    client = lab.client();
  }

  List<Check> all() {
    return List.of(
        new Check("a command reads its standard input to the end", this::input),
        new Check("standard output and standard error arrive apart", this::streams),
        new Check("the exit status arrives", this::status),
        new Check("the signal that ended a command arrives (exit-signal)", this::signal),
        new Check("a session goes on through re-keying with either door", this::rekeyed),
        new Check("two sessions at once share one connection (ControlMaster)", this::shared),
        new Check(
            "a command that closes its output first still tells how it ended (ControlMaster)",
            this::silentEnd));
  }

  private void input() {
    SshRun run = client.automation("web-01", "tr a-z A-Z").reading("one\ntwo\n");
    Broken.unlessEqual("ONE\nTWO\n", Broken.unlessOk(run.finish()).output(), "output");
  }

  private void streams() {
    Finished run = client.automation("web-01", "echo to-out; echo to-err >&2").finish();
    Broken.unlessEqual("to-out\n", Broken.unlessOk(run).output(), "standard output");
    Broken.unless(run.error().contains("to-err"), "standard error: " + run.error());
  }

  private void status() {
    Broken.unlessEqual(7, client.automation("web-01", "exit 7").finish().exitCode(), "status");
  }

  private void signal() {
    Finished run =
        client
            .ssh(
                "-v",
                "-J",
                "ansible@bastion",
                "-o",
                "BatchMode=yes",
                "deploy@web-01",
                "kill -TERM $$")
            .finish();
    Broken.unlessEqual(255, run.exitCode(), "exit code of ssh");
    Broken.unless(run.error().contains("rtype exit-signal"), "no exit-signal: " + run.error());
  }

  private void rekeyed() {
    String outer =
        "ProxyCommand=ssh -F '%s' -o BatchMode=yes -o RekeyLimit=64K -W [%%h]:%%p ansible@bastion"
            .formatted(lab.folder().sshConfig());
    String inner = "RekeyLimit=64K";
    String command = "head -c 1000000 /dev/zero; wc -c";
    SshRun run =
        client.ssh("-o", outer, "-o", inner, "deploy@web-01", command).reading("x".repeat(1 << 20));
    String output = Broken.unlessOk(run.finish()).output();
    Broken.unlessEqual("1048576", output.replace("\0", "").strip(), "bytes that arrived");
    Broken.unlessEqual(1_000_000, output.lastIndexOf('\0') + 1, "bytes that came back");
  }

  /** The second session answers the first one, so both must be running at the same time. */
  private void shared() {
    try (SshRun.Running _ = master()) {
      String meet = "rm -f meet; mkfifo meet; echo waiting; read word < meet; echo heard $word";
      try (SshRun.Running first = overMaster(meet).start()) {
        Await.until("the first session", PATIENCE, () -> first.output().contains("waiting"));
        Broken.unlessOk(overMaster("echo hello > meet").finish());
        Finished heard = Broken.unlessOk(first.finish(PATIENCE));
        Broken.unlessEqual("waiting\nheard hello\n", heard.output(), "first session's output");
      }
    }
  }

  /** A master's channel is closed by ssh when both directions are, before it knows the status. */
  private void silentEnd() {
    try (SshRun.Running _ = master()) {
      Finished run = overMaster("exec >&- 2>&-; sleep 0.3; exit 7").finish();
      Broken.unlessEqual(7, run.exitCode(), "status");
    }
  }

  private SshRun.Running master() {
    SshRun.Running master =
        client.ssh("-M", "-N", "-o", control(), "-J", "ansible@bastion", "deploy@web-01").start();
    Await.until("the master connection", PATIENCE, () -> Files.exists(controlSocket()));
    return master;
  }

  /** A session that can only come through the master: there is no other way to this name. */
  private SshRun overMaster(String command) {
    return client.ssh("-o", control(), "-o", "ProxyCommand=false", "deploy@web-01", command);
  }

  private String control() {
    return "ControlPath=" + controlSocket();
  }

  private Path controlSocket() {
    return lab.folder().path().resolve("master.sock");
  }
}
