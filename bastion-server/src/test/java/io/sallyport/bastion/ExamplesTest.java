package io.sallyport.bastion;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.policy.AccessRequest;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Refusal;
import io.sallyport.bastion.testing.Identities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/examples}, as an operator would copy them. */
final class ExamplesTest {

  private static final Path EXAMPLES = Path.of("..", "config", "examples");

  private final Settings settings;

  ExamplesTest(@TempDir Path folder) throws IOException {
    BastionFiles files = new BastionFiles(folder);
    for (String name : List.of("bastion.yaml", "policy.yaml", "service-accounts.conf")) {
      files.put(name, Files.readString(EXAMPLES.resolve(name)), "rw-------");
    }
    files.put("bastion-01-access-token", BastionFiles.ACCESS_TOKEN, "rw-------");
    files.put("known_hosts", "", "rw-r--r--");
    this.settings =
        switch (Settings.read(files.config())) {
          case Settings.Read.Good(var good) -> good;
          case Settings.Read.Bad(var problems) -> throw new AssertionError(problems);
        };
  }

  @Test
  void bastion_isReadWithoutAProblem() {
    assertThat(settings.config().names()).contains("bastion");
    assertThat(settings.config().targets())
        .extracting(BastionConfig.TargetEntry::name)
        .containsExactly("web-01", "web-02", "db-01", "old-01", "gate-01", "plant-01");
    assertThat(settings.serviceAccounts().named("ansible")).isPresent();
  }

  @Test
  void policy_saysWhatItsCommentsSay() {
    var targets = settings.config().allTargets();
    var web = targets.find("web-01", 22).orElseThrow();
    var db = targets.find("db-01", 2222).orElseThrow();
    var alice = Identities.person("alice", "ops");
    var backup = Identities.serviceAccount("backup");
    var policy = settings.policy();

    assertThat(policy.decide(new AccessRequest(alice, web, "deploy"))).isInstanceOf(Grant.class);
    assertThat(policy.decide(new AccessRequest(alice, db, "deploy"))).isInstanceOf(Refusal.class);
    assertThat(policy.decide(new AccessRequest(backup, db, "backup")))
        .isInstanceOfSatisfying(
            Grant.class,
            grant -> {
              assertThat(grant.refusal(ChannelKind.SUBSYSTEM)).isEmpty();
              assertThat(grant.refusal(ChannelKind.SHELL)).isPresent();
            });
  }
}
