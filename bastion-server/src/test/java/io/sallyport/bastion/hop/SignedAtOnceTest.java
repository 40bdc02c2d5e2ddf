package io.sallyport.bastion.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignedAtOnceTest extends WithBastion {

  SignedAtOnceTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void backend_isAskedAboutTheKeyOnce() throws IOException, InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    bastion.backend.whenAsked(_ -> asked.incrementAndGet());

    assertThat(Run.exec(deployOnWeb(), "echo hello").stdout()).isEqualTo("hello\n");
    assertThat(asked).hasValue(1);
  }
}
