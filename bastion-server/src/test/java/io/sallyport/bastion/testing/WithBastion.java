package io.sallyport.bastion.testing;

import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test with a bastion of its own, a backend behind it and a client before it. */
@Timeout(60)
public abstract class WithBastion {

  protected final TestBastion bastion;
  protected final TestClient client = new TestClient();

  protected WithBastion(@TempDir Path folder) {
    try {
      this.bastion = new TestBastion(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Opens the doors and logs in as the service account {@code ansible}. */
  protected ClientSession ansible() throws IOException {
    return ansible(bastion.start());
  }

  protected ClientSession ansible(Address door) throws IOException {
    return client.loginByKey(door, "ansible", bastion.ansibleKey);
  }

  /** Goes all the way to {@code deploy@web-01}. */
  protected ClientSession deployOnWeb() throws IOException {
    return client.jump(ansible(), "deploy", "web-01", 22);
  }

  @AfterEach
  final void close() throws Exception {
    client.close();
    bastion.close();
  }
}
