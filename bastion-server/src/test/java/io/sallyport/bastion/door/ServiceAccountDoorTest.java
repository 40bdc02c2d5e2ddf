package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.bastion.audit.AuditEvent.AccessDecision;
import io.sallyport.bastion.audit.AuditEvent.Authentication;
import io.sallyport.bastion.audit.AuditEvent.Channel;
import io.sallyport.bastion.identity.BindingLife;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file of service accounts says is so at the doors, at once and afterwards. */
final class ServiceAccountDoorTest extends WithBastion {

  ServiceAccountDoorTest(@TempDir Path folder) {
    super(folder);
    bastion.withoutKeepAlive();
  }

  @Test
  void keyThatHasExpired_isRefusedAsIfNobodyKnewIt_andTheAuditSaysWhy() throws Exception {
    Address door = bastion.accounts(bastion.ansible(" expires=2020-01-01")).start();
    Throwable unknown = catchThrowable(() -> client.loginByKey(door, "ansible", Ed25519.fresh()));
    Throwable expired = catchThrowable(() -> ansible(door));

    assertThat(expired).isInstanceOf(SshException.class).hasMessage(unknown.getMessage());
    assertThat(client.told()).isEmpty();
    assertRefused("its key has expired at 2020-01-01T00:00:00Z");
  }

  @Test
  void keyThatHasExpired_isAuditedAsWell_whereNoKeysAreBound() throws Exception {
    Address door =
        bastion
            .bindingKeysFor(new BindingLife(Duration.ZERO, Set.of(), Duration.ZERO))
            .accounts(bastion.ansible(" expires=2020-01-01"))
            .start();

    assertThatThrownBy(() -> ansible(door)).isInstanceOf(SshException.class);
    assertRefused("its key has expired at 2020-01-01T00:00:00Z");
  }

  @Test
  void keyThatIsNotGoodYet_isRefused() throws Exception {
    Address door = bastion.accounts(bastion.ansible(" not_before=2999-01-01")).start();

    assertThatThrownBy(() -> ansible(door)).isInstanceOf(SshException.class);
    assertRefused("its key is not good before 2999-01-01T00:00:00Z");
  }

  @Test
  void whoComesFromElsewhere_isRefused() throws Exception {
    Address door = bastion.accounts(bastion.ansible("", "\nsource = 192.0.2.0/24")).start();

    assertThatThrownBy(() -> ansible(door)).isInstanceOf(SshException.class);
    assertRefused("it may not log in from 127.0.0.1");
    bastion.accounts(bastion.ansible("", "\nsource = 192.0.2.0/24, 127.0.0.1"));
    assertThat(ansible(door).isAuthenticated()).isTrue();
  }

  @Test
  void targetsAndLogins_areNarrowerThanThePolicy() throws Exception {
    Address door = bastion.accounts(bastion.ansible("", "\ntargets = db-*")).start();

    assertThatThrownBy(() -> client.jump(ansible(door), "deploy", "web-01", 22))
        .isInstanceOf(SshException.class);
    bastion.accounts(bastion.ansible("", "\ntargets = web-*\nlogins = backup"));
    assertThatThrownBy(() -> client.jump(ansible(door), "deploy", "web-01", 22))
        .isInstanceOf(SshException.class);
    assertThat(bastion.audit.events(AccessDecision.class))
        .extracting(AccessDecision::outcome, AccessDecision::rule, AccessDecision::reason)
        .containsExactly(
            tuple("refused", "service-accounts", "the account's targets do not name it"),
            tuple("refused", "service-accounts", "the account's logins do not name it"));
    assertThat(client.told())
        .allMatch(words -> words.contains("not allowed, or no such host or login"));
    assertThat(bastion.backend.connections()).isZero();
  }

  @Test
  void limitsThatNameWhatThePolicyDoesNot_giveNothing() throws Exception {
    Address door = bastion.accounts(bastion.ansible("", "\nlogins = root, deploy")).start();
    ClientSession outer = ansible(door);

    assertThatThrownBy(() -> client.jump(outer, "root", "web-01", 22))
        .isInstanceOf(SshException.class);
    assertThat(client.jump(outer, "deploy", "web-01", 22).isAuthenticated()).isTrue();
  }

  @Test
  void accountWithCommands_startsThese_andNothingElse() throws IOException, InterruptedException {
    bastion.accounts(
        bastion.ansible(
            "", "\ncommands = echo one\ncommands = echo two *\ncommands = subsystem:greeting"));
    ClientSession web = deployOnWeb();

    assertThat(Run.exec(web, "echo one").stdout()).isEqualTo("one\n");
    assertThat(Run.exec(web, "echo two three").stdout()).isEqualTo("two three\n");
    assertThat(Run.of(web.createSubsystemChannel("greeting"), "").stdout())
        .isEqualTo("hello from a subsystem\n");
    startRefused(web.createExecChannel("echo three"), 1);
    startRefused(web.createExecChannel("echo two; id"), 2);
    startRefused(web.createSubsystemChannel("sftp"), 3);
    startRefused(web.createShellChannel(), 4);
    assertThat(bastion.audit.events(Channel.class))
        .filteredOn(channel -> channel.outcome().equals("refused"))
        .extracting(Channel::kind, Channel::rule)
        .containsExactly(
            tuple("exec", "service-accounts"),
            tuple("exec", "service-accounts"),
            tuple("subsystem", "service-accounts"),
            tuple("shell", "service-accounts"));
  }

  @Test
  void newKey_isGoodAsSoonAsTheFileSaysSo() throws Exception {
    Address door = bastion.accounts("").start();

    assertThatThrownBy(() -> ansible(door)).isInstanceOf(SshException.class);
    bastion.accounts(bastion.ansible());
    assertThat(ansible(door).isAuthenticated()).isTrue();
  }

  @Test
  void hopOfAnAccountThatIsGone_endsAtOnce() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    bastion.accounts("");

    assertCut(web, "the account or its key is not there any more");
  }

  @Test
  void hopOfAnAccountWhoseLoginWasTakenAway_endsAtOnce() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    bastion.accounts(bastion.ansible("", "\nlogins = backup"));

    assertCut(web, "the account's logins do not name it");
  }

  @Test
  void hopOfAnAccountThatMayStartLess_endsAtOnce() throws IOException, InterruptedException {
    bastion.accounts(bastion.ansible("", "\ncommands = echo one\ncommands = echo two"));
    ClientSession web = deployOnWeb();
    bastion.accounts(bastion.ansible("", "\ncommands = echo one"));

    assertCut(web, "it may start less than before");
  }

  @Test
  void badFile_andOneThatChangesNothing_endNothing() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    bastion.accounts("[ansible]\n");
    bastion.accounts(bastion.ansible("", "\n# the same"));
    bastion.audit.await(AccessDecision.class);

    assertThat(Run.exec(web, "echo still").stdout()).isEqualTo("still\n");
    assertThat(ansible(bastion.start()).isAuthenticated()).isTrue();
  }

  @Test
  void hopOfAnAccountThatExpires_endsThen_andNotAtTheNextRound()
      throws IOException, InterruptedException {
    var end = bastion.clock.instant().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS);
    bastion.accounts(bastion.ansible("", "\nexpires = " + end));
    ClientSession web = deployOnWeb();
    bastion.timers.pass(Duration.ofMinutes(1));
    assertThat(Run.exec(web, "echo still").stdout()).isEqualTo("still\n");

    bastion.clock.advance(Duration.ofMinutes(2));
    bastion.timers.pass(Duration.ofMinutes(1));
    assertCut(web, "the account has expired at " + end);
  }

  private void startRefused(ClientChannel channel, int refusals)
      throws IOException, InterruptedException {
    var _ = channel.open();
    bastion.audit.await(
        Channel.class,
        _ ->
            bastion.audit.events(Channel.class).stream()
                    .filter(it -> it.outcome().equals("refused"))
                    .count()
                == refusals);
  }

  private void assertRefused(String reason) {
    assertThat(bastion.audit.events(Authentication.class))
        .containsExactly(
            new Authentication("ansible", "publickey", "127.0.0.1", "rejected", reason, 1));
  }

  private void assertCut(ClientSession web, String reason) throws InterruptedException {
    var withdrawn =
        bastion.audit.await(
            AccessDecision.class, decision -> decision.outcome().equals("withdrawn"));
    assertThat(withdrawn.rule()).isEqualTo("service-accounts");
    assertThat(withdrawn.reason()).isEqualTo(reason);
    TestClient.awaitEnd(web);
    assertThat(client.told()).anyMatch(words -> words.contains("you may not be there any more"));
  }
}
