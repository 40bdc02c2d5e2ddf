package io.sallyport.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A running Sallyport: portal, backend with verifier, and bastion, on loopback ports of their own,
 * with all state in one folder.
 *
 * <p>Closing it stops every process that it started, last started first.
 */
public final class Lab implements AutoCloseable {
  public static final List<String> PEOPLE = List.of("alice", "bob");
  public static final String SERVICE_ACCOUNT = "ansible";
  public static final List<String> TARGETS = List.of("web-01", "web-02");
  public static final String LOGIN = "deploy";

  private final LabFolder folder;
  private final Configuration configuration;
  private final Daemon portal;
  private final Backend backend;
  private final Daemon bastion;
  private final Client client;
  private boolean temporary;

  private Lab(LabPlan plan, Installation installation) {
    folder = new LabFolder(plan.folder()).prepare();
    temporary = plan.temporary();
    configuration = Configuration.write(plan, folder);
    portal = sallyport(installation, "portal", folder.portalConfig(), "portal", "serve");
    backend = Backend.choose(plan, folder, installation, configuration.backendPort());
    bastion = sallyport(installation, "bastion", folder.bastionConfig(), "serve");
    client = new Client(folder, installation);
  }

  /** Starts everything and waits until it serves; when one part fails, the others are stopped. */
  public static Lab start(LabPlan plan) {
    Lab lab = prepare(plan);
    Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "stop the lab"));
    try {
      lab.startAll();
      return lab;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private static Lab prepare(LabPlan plan) {
    try {
      return new Lab(plan, Installation.find());
    } catch (LabException e) {
      if (plan.temporary()) {
        new LabFolder(plan.folder()).remove();
      }
      throw e;
    }
  }

  private void startAll() {
    portal.start(); // first, as the verifier fetches the key set from it
    backend.launch();
    bastion.launch();
    backend.ready();
    bastion.ready();
    LabFolder.write(folder.clientKnownHosts(), client.sallyport("host-ca"));
  }

  /** Stops every process of the lab, and removes its folder if that is temporary. */
  @Override
  public synchronized void close() {
    bastion.close();
    backend.close();
    portal.close();
    if (temporary) {
      temporary = false;
      folder.remove();
    }
  }

  /** Lets the folder stay after the lab is closed, so that its logs can be read. */
  public synchronized LabFolder keepFolder() {
    temporary = false;
    return folder;
  }

  public LabFolder folder() {
    return folder;
  }

  /** A person's or a service account's way in: the stock ssh programs. */
  public Client client() {
    return client;
  }

  public int bastionPort() {
    return configuration.bastionPort();
  }

  /** The port on which the backend itself listens, past the bastion. */
  public int backendPort() {
    return configuration.backendPort();
  }

  public String portalUrl() {
    return configuration.portalUrl();
  }

  public Daemon portal() {
    return portal;
  }

  public Daemon bastion() {
    return bastion;
  }

  public Backend backend() {
    return backend;
  }

  private Daemon sallyport(
      Installation installation, String name, Path config, String... subcommand) {
    List<String> command = new ArrayList<>(List.of(installation.sallyport().toString()));
    command.addAll(List.of(subcommand));
    command.addAll(List.of("--config", config.toString()));
    return new Daemon(name, folder.log(name), ": listening on ", command);
  }
}
