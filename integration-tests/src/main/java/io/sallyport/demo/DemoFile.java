package io.sallyport.demo;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import io.sallyport.lab.LabFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** {@code demo.json}: how to use a running demo, for scripts and tutorials. */
@JsonNaming(SnakeCaseStrategy.class)
record DemoFile(
    String sshConfig,
    Endpoint bastion,
    List<Person> people,
    List<ServiceAccount> serviceAccounts,
    List<Target> targets,
    String portalUrl,
    String sallyport,
    String recordings,
    String logs,
    Pids pids) {

  /** The port on which clients ask for a target, in {@code ssh -J}. */
  private static final int ASKED_PORT = 22;

  record Endpoint(String host, int port) {}

  /** Somebody who may log in; the command prints one fresh portal token. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Person(String name, String tokenCommand) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record ServiceAccount(String name, String identityFile) {}

  /** A target; the direct port is the backend's own, past the bastion. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Target(String name, int port, List<String> logins, int directPort) {}

  record Pids(long bastion, long portal, long verifier, long backend) {}

  /** Where it stands in a demo's folder. */
  static Path in(Path folder) {
    return folder.resolve("demo.json");
  }

  /** Describes the lab, once everything in it serves. */
  static DemoFile write(Lab lab) {
    DemoFile demo = of(lab, new DemoCommands(lab.folder()).write());
    Path unfinished = lab.folder().path().resolve("demo.json.new");
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    LabFolder.write(unfinished, json.writeValueAsString(demo) + "\n");
    try {
      Files.move(unfinished, in(lab.folder().path()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LabException("could not write demo.json: " + e.getMessage(), e);
    }
    return demo;
  }

  private static DemoFile of(Lab lab, DemoCommands commands) {
    LabFolder folder = lab.folder();
    return new DemoFile(
        folder.sshConfig().toString(),
        new Endpoint("127.0.0.1", lab.bastionPort()),
        Lab.PEOPLE.stream().map(name -> new Person(name, commands.portalToken(name))).toList(),
        List.of(new ServiceAccount(Lab.SERVICE_ACCOUNT, folder.serviceAccountKey().toString())),
        Lab.TARGETS.stream()
            .map(name -> new Target(name, ASKED_PORT, List.of(Lab.LOGIN), lab.backendPort()))
            .toList(),
        lab.portalUrl(),
        commands.sallyport().toString(),
        folder.recordings().toString(),
        folder.logs().toString(),
        new Pids(
            lab.bastion().pid(),
            lab.portal().pid(),
            lab.backend().verifier().pid(),
            lab.backend().sshServer().pid()));
  }
}
