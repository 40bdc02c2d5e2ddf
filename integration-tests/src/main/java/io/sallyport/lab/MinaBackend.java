package io.sallyport.lab;

import io.sallyport.lab.mina.MinaServer;
import java.nio.file.Path;
import java.util.List;

/**
 * A small SSH server of ours with the verifier inside, for machines without sshd or without root.
 * Sessions run as the user who started the lab.
 */
final class MinaBackend implements Backend {
  private final Daemon server;
  private final String reason;

  /** A backend of this kind, and the reason why it is not the system's sshd. */
  MinaBackend(LabFolder folder, int port, String reason) {
    this.reason = reason;
    Path home = folder.home().resolve(Lab.LOGIN);
    Path temporary = folder.backend().resolve("tmp");
    LabFolder.makeFolder(home);
    LabFolder.makeFolder(temporary);
    server =
        new Daemon(
            "backend",
            folder.log("backend"),
            MinaServer.READY,
            List.of(
                "env",
                "--chdir=" + home, // where sftp starts
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-Dlogback.configurationFile=io/sallyport/lab/mina/logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                MinaServer.class.getName(),
                Integer.toString(port),
                folder.backendHostKey().toString(),
                folder.verifierConfig().toString(),
                folder.home().toString()));
  }

  @Override
  public void launch() {
    server.launch();
  }

  @Override
  public void ready() {
    server.ready();
  }

  @Override
  public Daemon sshServer() {
    return server;
  }

  @Override
  public Daemon verifier() {
    return server;
  }

  @Override
  public String description() {
    return "a small SSH server with the Sallyport verifier inside, as " + reason;
  }

  @Override
  public void close() {
    server.close();
  }
}
