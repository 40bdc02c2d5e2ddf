package io.sallyport.jwks;

import static io.sallyport.jwks.CacheFixture.NEW;
import static io.sallyport.jwks.CacheFixture.NOW;
import static io.sallyport.jwks.CacheFixture.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySetFileTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;
  private KeySetFile file;

  @BeforeEach
  void name() {
    file = new KeySetFile(folder.resolve("jwks.json"), Optional.empty());
  }

  @Test
  @DisplayName("N30 a file of another user is not used")
  void a_file_of_another_user_is_not_used() throws IOException {
    assumeTrue(new UnixSystem().getUid() == 0, "only root can give files away");
    file.write(fetched(OLD));
    Files.setAttribute(file.path(), "unix:uid", NOBODY);

    assertThatThrownBy(file::read).hasMessageContaining("chown root " + file.path());
    assertThat(file.look().keys().ids()).as("by root, who only looks").containsExactly("old");

    Files.setAttribute(file.path(), "unix:uid", 0);
    assertThat(file.read().keys().ids()).containsExactly("old");
  }

  @Test
  void a_folder_or_a_pipe_is_not_used() throws IOException {
    Files.createDirectory(file.path());

    assertThatThrownBy(file::read).hasMessageContaining("not a regular file");
  }

  @Test
  @DisplayName("N30 a file of 512 KiB is read, one byte more is not")
  void a_file_beyond_512_KiB_is_not_read() throws IOException {
    String json = TestKeySets.json(List.of(OLD.json()));
    Files.writeString(file.path(), json + " ".repeat(512 * 1024 - json.length()));
    assertThat(file.read().keys().ids()).containsExactly("old");

    Files.writeString(file.path(), json + " ".repeat(512 * 1024 - json.length() + 1));
    assertThatThrownBy(file::read).hasMessageContaining("longer than 524288 bytes");
  }

  @Test
  @DisplayName("N30 a file that is cut at any byte is no key set")
  void every_truncation_is_refused() throws IOException {
    file.write(fetched(OLD, NEW));
    byte[] whole = Files.readAllBytes(file.path());

    for (int length = 0; length < whole.length - "}\n".length() + 1; length++) {
      Files.write(file.path(), Arrays.copyOf(whole, length));
      assertThatThrownBy(file::read).as("%d bytes", length).isInstanceOf(IOException.class);
    }
  }

  @Test
  @DisplayName("N30 a file that is replaced while it is read is the old one or the new one")
  void readers_see_the_old_keys_or_the_new_ones() throws IOException, InterruptedException {
    FetchedKeys old = fetched(OLD);
    FetchedKeys both = fetched(OLD, NEW);
    file.write(old);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                write(both);
                write(old);
              }
            });
    try {
      for (int i = 0; i < 100; i++) {
        assertThat(file.read().keys().ids()).isIn(Set.of("old"), Set.of("old", "new"));
      }
    } finally {
      writer.interrupt();
      writer.join();
    }
  }

  private void write(FetchedKeys keys) {
    try {
      file.write(keys);
    } catch (IOException _) {
      // interrupted: the test is over
    }
  }

  private static FetchedKeys fetched(TestJwk... keys) {
    return new FetchedKeys(
        TestKeySets.of(Arrays.stream(keys).map(TestJwk::json).toList()), NOW, Optional.empty());
  }
}
