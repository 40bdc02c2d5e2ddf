package io.sallyport.bastion.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.Bastion;
import io.sallyport.bastion.BastionFiles;
import io.sallyport.bastion.Settings;
import io.sallyport.bastion.store.BastionStore;
import io.sallyport.bastion.store.BoundKey;
import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class KeysCommandTest {

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Path folder;
  private final BastionFiles files;

  KeysCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.files = new BastionFiles(folder).write("http://127.0.0.1:1");
    PrivateFile.createFolder(folder.resolve("state"));
    try (BastionStore store = BastionStore.open(folder.resolve("state"))) {
      store.put(key("alice", "SHA256:one", "on call", "ops"));
      store.put(key("alice", "SHA256:two"));
      store.put(key("bob", "SHA256:one"));
    }
  }

  @Test
  void list_hasAKeyALine() throws IOException {
    try (Bastion _ = start()) {
      Printed printed = keys("list");

      assertThat(printed.exitCode()).isZero();
      assertThat(printed.out().lines())
          .hasSize(4)
          .anyMatch(line ->
              line.matches("alice +SHA256:one +%s +%s +on call, ops".formatted(now, end())));
    }
  }

  @Test
  void listAsJson_isAnArray() throws IOException {
    try (Bastion _ = start()) {
      assertThat(keys("list", "--json").out())
          .startsWith("[{")
          .contains(
              "{\"person\":\"alice\",\"fingerprint\":\"SHA256:one\",\"groups\":[\"on call\",\"ops\"],"
                  + "\"boundAt\":\"%s\",\"expiresAt\":\"%s\"}".formatted(now, end()));
    }
  }

  @Test
  void revoke_forgetsOneKey_orAllOfAPerson() throws IOException {
    try (Bastion _ = start()) {
      assertThat(keys("revoke", "alice", "SHA256:two").out()).isEqualTo("Revoked: 1 of alice.\n");
      assertThat(keys("list").out()).doesNotContain("SHA256:two").contains("alice");
      assertThat(keys("revoke", "alice").out()).isEqualTo("Revoked: 1 of alice.\n");
      assertThat(keys("list").out()).doesNotContain("alice").contains("bob");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"carol", "alice SHA256:three", "ALICE"})
  void revokingWhatIsNotThere_exits1(String what) throws IOException {
    try (Bastion _ = start()) {
      Printed printed = keys(("revoke " + what).split(" "));

      assertThat(printed.exitCode()).isEqualTo(1);
      assertThat(printed.err()).startsWith("sallyport keys: there is no such key");
    }
  }

  @Test
  void withoutABastion_exits1_andSaysHowToStartOne() {
    Printed printed = keys("list");

    assertThat(printed.exitCode()).isEqualTo(1);
    assertThat(printed.err())
        .isEqualTo(
            "sallyport keys: no bastion listens on %s; start it with `sallyport serve`\n"
                .formatted(folder.resolve("state/control.sock")));
  }

  @Test
  void socket_isWhereTheConfigurationSays_andPrivate() throws IOException {
    files.with("audit: audit.jsonl", "audit: audit.jsonl\ncontrol: other.sock");
    try (Bastion _ = start()) {
      assertThat(Files.getPosixFilePermissions(folder.resolve("other.sock")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(keys("list").exitCode()).isZero();
    }
    assertThat(folder.resolve("other.sock")).doesNotExist();
  }

  @Test
  void timesInTheConfiguration_decideWhichKeysAreGood() throws IOException {
    files.with(
        "audit: audit.jsonl",
        """
        audit: audit.jsonl
        people: {binding_ttl: 2h, high_risk_groups: [ops], high_risk_binding_ttl: 0s}
        """);
    try (Bastion _ = start()) {
      assertThat(keys("list").out()).contains("SHA256:two", "bob").doesNotContain("ops");
    }
    files.with("binding_ttl: 2h,", "binding_ttl: 0s,");
    try (Bastion _ = start()) {
      assertThat(keys("list").out().lines()).hasSize(1);
    }
  }

  private BoundKey key(String person, String fingerprint, String... groups) {
    return new BoundKey(person, fingerprint, Set.of(groups), now, end());
  }

  private Instant end() {
    return now.plus(Duration.ofHours(1));
  }

  private Bastion start() throws IOException {
    return switch (Settings.read(files.config())) {
      case Settings.Read.Good(var settings) -> Bastion.start(settings, Clock.systemUTC());
      case Settings.Read.Bad(var problems) -> throw new AssertionError(problems);
    };
  }

  private Printed keys(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "keys";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--config";
    all[words.length + 2] = files.config().toString();
    return Printed.by(all);
  }
}
