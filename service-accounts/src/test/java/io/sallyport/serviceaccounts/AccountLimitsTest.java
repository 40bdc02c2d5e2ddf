package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountLimitsTest {
  private static final AccountLimits RSYNC = commands("/usr/bin/rsync --server *");

  @Test
  void commandIsComparedWhole() {
    AccountLimits limits = commands("/usr/bin/id");

    assertThat(limits.allowsCommand("/usr/bin/id")).isTrue();
    for (String other :
        List.of("/usr/bin/id ", "/usr/bin/id -u", "/usr/bin/i", " /usr/bin/id", "")) {
      assertThat(limits.allowsCommand(other)).as(other).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/rsync --server -vlogDtpre.iLsfxCIvu . /srv/backup/",
        "/usr/bin/rsync --server --sender -a . a_b@c%d+e=f:g,h",
        "/usr/bin/rsync --server a b",
      })
  void star_isFurtherWords(String command) {
    assertThat(RSYNC.allowsCommand(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/rsync --server",
        "/usr/bin/rsync --server ",
        "/usr/bin/rsync --server   ",
        "/usr/bin/rsync --serverx",
        "/usr/bin/rsync  --server a",
        "/usr/bin/rsync --server a; id",
        "/usr/bin/rsync --server a;id",
        "/usr/bin/rsync --server a & id",
        "/usr/bin/rsync --server a && id",
        "/usr/bin/rsync --server a | id",
        "/usr/bin/rsync --server a > /etc/passwd",
        "/usr/bin/rsync --server a < /etc/passwd",
        "/usr/bin/rsync --server $(id)",
        "/usr/bin/rsync --server `id`",
        "/usr/bin/rsync --server ${IFS}",
        "/usr/bin/rsync --server a\nid",
        "/usr/bin/rsync --server a\rid",
        "/usr/bin/rsync --server a\u0000id",
        "/usr/bin/rsync --server a\tid",
        "/usr/bin/rsync --server a\u0085id",
        "/usr/bin/rsync --server 'a'",
        "/usr/bin/rsync --server \"a\"",
        "/usr/bin/rsync --server a\\",
        "/usr/bin/rsync --server ~root",
        "/usr/bin/rsync --server *",
        "/usr/bin/rsync --server a?",
        "/usr/bin/rsync --server [a]",
        "/usr/bin/rsync --server {a,b}",
        "/usr/bin/rsync --server (a)",
        "/usr/bin/rsync --server !!",
        "/usr/bin/rsync --server #a",
        "/usr/bin/rsync --server \u00e9"
      })
  void star_isNothingThatAShellTakesForMore(String command) {
    assertThat(RSYNC.allowsCommand(command)).isFalse();
  }

  @Test
  void subsystem_isAllowedByItsNameOnly() {
    AccountLimits limits = commands("subsystem:sftp", "sftp");

    assertThat(limits.allowsSubsystem("sftp")).isTrue();
    assertThat(limits.allowsSubsystem("netconf")).isFalse();
    assertThat(limits.allowsCommand("subsystem:sftp")).isFalse();
    assertThat(commands("sftp").allowsSubsystem("sftp")).isFalse();
  }

  @Test
  void shell_isAllowedOnlyWhereCommandsAreNotLimited() {
    assertThat(RSYNC.allowsShell()).isFalse();
    assertThat(AccountLimits.none().allowsShell()).isTrue();
    assertThat(AccountLimits.none().allowsCommand("; anything")).isTrue();
    assertThat(AccountLimits.none().allowsSubsystem("any")).isTrue();
  }

  @Test
  void targets_areMatchedAsInThePolicy() {
    AccountLimits limits =
        new AccountLimits(
            List.of(), List.of(new TargetPattern("web-*.x")), Set.of("deploy"), List.of());

    assertThat(limits.allowsTarget("web-01.x")).isTrue();
    assertThat(limits.allowsTarget("WEB-01.X")).isTrue();
    assertThat(limits.allowsTarget("web-01xx")).isFalse();
    assertThat(limits.allowsTarget("a-web-01.x")).isFalse();
    assertThat(limits.allowsLogin("deploy")).isTrue();
    assertThat(limits.allowsLogin("root")).isFalse();
  }

  @Test
  void commandsThatAreMore_coverThoseThatAreLess() {
    AccountLimits two = commands("a", "b");

    assertThat(two.coversCommandsOf(commands("a"))).isTrue();
    assertThat(two.coversCommandsOf(two)).isTrue();
    assertThat(commands("a").coversCommandsOf(two)).isFalse();
    assertThat(two.coversCommandsOf(AccountLimits.none())).isFalse();
    assertThat(AccountLimits.none().coversCommandsOf(two)).isTrue();
  }

  private static AccountLimits commands(String... texts) {
    return new AccountLimits(
        List.of(), List.of(), Set.of(), Stream.of(texts).map(CommandPattern::new).toList());
  }
}
