package io.sallyport.bastion.testing;

import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.VouchingKind;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a backend {@code db-01} that is reached through {@code gate-01}, as {@code jump}. */
public abstract class WithGate extends WithBastion {

  protected final TestBackend gate = another();
  protected final TestBackend db = another();

  protected WithGate(@TempDir Path folder) {
    super(folder);
    known(gate, "gate-01");
    known(db, "db-01");
    bastion.target(gate.target("gate-01"));
    bastion.target(behindGate("db-01", db.address()));
  }

  private TestBackend another() {
    try {
      return new TestBackend(bastion.keys.hopCa().getPublic());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a backend's host key down under this name. */
  protected final void known(TestBackend backend, String name) {
    try {
      Files.writeString(bastion.knownHosts(), backend.knownAs(name), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  protected final Target behindGate(String name, Address address) {
    return behind(gate.target("gate-01"), name, address);
  }

  protected static Target behind(Target gate, String name, Address address) {
    return new Target(
        name,
        22,
        address,
        "default",
        false,
        VouchingKind.TOKEN,
        Optional.of(new Destination("jump", gate)));
  }

  /** Goes all the way to {@code deploy@db-01}. */
  protected final ClientSession deployOnDb() throws IOException {
    return client.jump(ansible(), "deploy", "db-01", 22);
  }

  @AfterEach
  final void closeBackends() throws Exception {
    gate.close();
    db.close();
  }
}
