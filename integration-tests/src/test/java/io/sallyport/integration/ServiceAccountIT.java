package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Daemon;
import io.sallyport.lab.Installation;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("What the file of service accounts says, as the stock ssh meets it")
class ServiceAccountIT {
  private static final Duration TAKEN = Duration.ofSeconds(20);
  private static final String REFUSED = "Permission denied";

  private Lab lab;
  private Path nextKey;
  private String oldLine;
  private String nextLine;

  @BeforeAll
  void startLab() throws IOException {
    lab = Lab.start(LabPlan.inFreshFolder().withBackend(BackendKind.OPENSSH));
    nextKey = SshKeys.generate(lab.folder().path().resolve("next"), "next");
    oldLine = "key_fingerprint = " + SshKeys.fingerprint(lab.folder().serviceAccountKey());
    nextLine = "key_fingerprint = " + SshKeys.fingerprint(nextKey);
    Path config = lab.folder().sshConfig();
    Files.writeString(
        config,
        door("next", nextKey, "127.0.0.1")
            + door("elsewhere", lab.folder().serviceAccountKey(), "127.0.0.2")
            + Files.readString(config));
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  @Test
  @DisplayName("a key that has expired, or is not good yet, stays out, and the audit says why")
  void times() throws IOException {
    accounts(oldLine + " expires=2020-01-01");
    assertStaysOut("bastion", "its key has expired at 2020-01-01T00:00:00Z");
    accounts(oldLine + " not_before=2999-01-01");
    assertStaysOut("bastion", "its key is not good before 2999-01-01T00:00:00Z");
    accounts(oldLine, "expires = 2020-01-01");
    assertStaysOut("bastion", "the account has expired at 2020-01-01T00:00:00Z");
    accounts(oldLine + " not_before=2020-01-01 expires=2999-01-01", "expires = 2999-01-01");
    assertComesIn("bastion");
  }

  @Test
  @DisplayName("a key is rotated: the old one, both, the new one")
  void rotation() throws IOException {
    accounts(oldLine, nextLine + " not_before=2999-01-01");
    assertComesIn("bastion");
    assertStaysOut("next", "its key is not good before 2999-01-01T00:00:00Z");
    accounts(oldLine + " expires=2999-01-01", nextLine + " not_before=2020-01-01");
    assertComesIn("bastion");
    assertComesIn("next");
    accounts(oldLine + " expires=2020-01-02", nextLine + " not_before=2020-01-01");
    assertStaysOut("bastion", "its key has expired at 2020-01-02T00:00:00Z");
    assertComesIn("next");
  }

  @Test
  @DisplayName("who comes from another address than the file names stays out")
  void source() throws IOException {
    accounts(oldLine, "source = 127.0.0.1, 192.0.2.0/24");
    assertComesIn("bastion");
    assertStaysOut("elsewhere", "it may not log in from 127.0.0.2");
    accounts(oldLine, "source = 127.0.0.0/8");
    assertComesIn("elsewhere");
  }

  @Test
  @DisplayName("targets and logins that the policy allows are refused where the file does not")
  void targetsAndLogins() throws IOException {
    accounts(oldLine, "targets = web-01");
    assertComesIn("bastion");
    assertThat(run("bastion", "deploy@web-02", "id -un").error())
        .contains("not allowed, or no such host or login");
    accounts(oldLine, "logins = backup");
    assertThat(run("bastion", "deploy@web-01", "id -un").error())
        .contains("not allowed, or no such host or login");
    accounts(oldLine, "targets = *", "logins = deploy, root");
    assertComesIn("bastion");
    assertThat(run("bastion", "root@web-01", "id -un").error())
        .contains("not allowed, or no such host or login");
  }

  @Test
  @DisplayName("an account with commands starts these and nothing else; sftp where it is named")
  void commands() throws IOException {
    accounts(oldLine, "commands = id -un", "commands = echo *");
    assertComesIn("bastion");
    assertThat(run("bastion", "deploy@web-01", "echo one two").output()).isEqualTo("one two\n");
    for (String other : List.of("id", "id -un; id", "echo $(id)", "echo a;id", "sh")) {
      SshRun.Finished run = run("bastion", "deploy@web-01", other);
      assertThat(run.ok()).as(other).isFalse();
      assertThat(run.output()).as(other).isEmpty();
    }
    assertThat(run("bastion", "-tt", "deploy@web-01").ok()).isFalse();
    assertThat(sftp().ok()).isFalse();
    accounts(oldLine, "commands = subsystem:sftp");
    assertThat(sftp().ok()).isTrue();
    assertThat(run("bastion", "deploy@web-01", "id -un").ok()).isFalse();
  }

  @Test
  @DisplayName("a bad file changes nothing, also for who is there; a good one ends their hop")
  void reload() throws IOException {
    accounts(oldLine);
    try (SshRun.Running sleeping =
        through("bastion", "deploy@web-01", "echo there; sleep 120").start()) {
      Await.until("the program", TAKEN, () -> sleeping.output().equals("there\n"));
      long mark = lab.bastion().logMark();
      write("[ansible]\nkey_fingerprint = nothing\nuid = 0\n");
      Await.until("the problems", TAKEN, () -> lab.bastion().logFrom(mark).contains("ansible.uid"));
      assertThat(lab.bastion().logFrom(mark))
          .contains("the earlier ones stay", ":2: ansible.key_fingerprint", ":3: ansible.uid");
      assertComesIn("bastion");
      assertThat(sleeping.alive()).isTrue();

      accounts(nextLine);
      SshRun.Finished ended = sleeping.finish(TAKEN);
      assertThat(ended.ok()).isFalse();
      assertThat(ended.error()).contains("you may not be there any more");
      assertStaysOut("bastion", "");
    }
  }

  @Test
  @DisplayName("an account logs in by its own key at the backend where direct_login is switched on")
  void directLogin() throws IOException {
    accounts(oldLine);
    assertThat(direct("127.0.0.1", "id -un").error()).contains(REFUSED);
    Path config = lab.folder().verifierConfig();
    String before = Files.readString(config);
    Path backends = config.resolveSibling("service-accounts.conf");
    Files.copy(lab.folder().serviceAccounts(), backends, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        config, before + "service_accounts: service-accounts.conf\ndirect_login: true\n");
    lab.backend().verifier().restart();
    try {
      assertThat(direct("127.0.0.1", "id -un").error()).contains(REFUSED);
      backend(backends, oldLine, "logins = deploy", "source = 127.0.0.1", "expires = 2999-01-01");
      JsonLines decisions = JsonLines.from(lab.folder().verifierAudit());
      assertThat(direct("127.0.0.1", "id -un").output()).isEqualTo("deploy\n");
      JsonNode last = decisions.all().getLast();
      assertThat(last.path("code").asString("")).isEqualTo("ok");
      assertThat(last.path("direct").asString("")).isEqualTo("true");
      assertThat(last.path("sub").asString("")).isEqualTo("ansible");
      assertThat(direct("127.0.0.2", "id -un").error()).contains(REFUSED);
      backend(backends, oldLine, "logins = deploy", "commands = echo forced");
      assertThat(direct("127.0.0.1", "id -un").output()).isEqualTo("forced\n");
      backend(backends, oldLine, "logins = deploy", "expires = 2020-01-01");
      assertThat(direct("127.0.0.1", "id -un").error()).contains(REFUSED);
      assertThat(list(config)).contains("  last use  20").contains("2020-01-01T00:00:00Z (over)");
      assertComesIn("bastion");
    } finally {
      Files.writeString(config, before);
      Files.delete(backends);
      lab.backend().verifier().restart();
    }
    assertThat(direct("127.0.0.1", "id -un").error()).contains(REFUSED);
  }

  @Test
  @DisplayName("sudo lets an account do what the file says, and forgets it with the account")
  void sudo() throws IOException {
    Path file = lab.folder().path().resolve("sudo.conf");
    Files.copy(lab.folder().serviceAccounts(), file, StandardCopyOption.COPY_ATTRIBUTES);
    String allowed = "sudo_allowed = true\nsudo_nopasswd = true\nexpires = 2999-01-01";
    String[] sections = {
      "[deploy]\n" + oldLine + "\n" + allowed, "[deploy]\n" + oldLine, "# nobody\n"
    };
    StringBuilder script = new StringBuilder("mount -t tmpfs -o mode=755 tmpfs /etc/sudoers.d\n");
    script.append(
        "for file in passwd group shadow; do mount --bind '%s'/etc/$file /etc/$file; done\n"
            .formatted(lab.folder().backend()));
    for (int i = 0; i < sections.length; i++) {
      Path each = file.resolveSibling("sudo-" + i + ".conf");
      Files.copy(file, each, StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(each, sections[i] + "\n");
      script.append("'%s' service-accounts sudo '%s'\n".formatted(verifier(), each));
      script.append("setpriv --reuid=20001 --regid=20001 --clear-groups sudo -n id -un || true\n");
      script.append("sudo -l -U deploy\nls -l /etc/sudoers.d | tail -n +2\necho ---\n");
    }

    String[] runs =
        Tool.run("unshare", "--mount", "--propagation", "private", "sh", "-euc", script.toString())
            .split("---\n", -1);

    assertThat(runs[0])
        .contains("wrote /etc/sudoers.d/sallyport-deploy")
        .contains("\nroot\n", "(ALL : ALL) NOTAFTER=29981231235959Z NOPASSWD: ALL")
        .containsPattern("-r--r----- 1 root root +[0-9]+ .* sallyport-deploy");
    assertThat(runs[1])
        .contains("removed /etc/sudoers.d/sallyport-deploy", "deploy is not allowed to run sudo");
    assertThat(runs[1]).doesNotContain("root\n");
    assertThat(runs[2]).contains("nothing to do", "deploy is not allowed to run sudo");
    assertThat(Path.of("/etc/sudoers.d/sallyport-deploy")).doesNotExist();
  }

  private String door(String name, Path key, String from) {
    return """
    Host %s
        HostName 127.0.0.1
        Port %d
        HostKeyAlias bastion
        User ansible
        IdentityFile "%s"
        BindAddress %s
        PreferredAuthentications publickey

    """
        .formatted(name, lab.bastionPort(), key, from);
  }

  private SshRun through(String door, String... arguments) {
    String user = door.equals("bastion") ? "ansible@bastion" : door;
    return lab.client()
        .ssh(
            Stream.concat(Stream.of("-J", user, "-o", "BatchMode=yes"), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private SshRun.Finished run(String door, String... arguments) {
    return through(door, arguments).finish();
  }

  private SshRun.Finished sftp() {
    return lab.client()
        .run("sftp", "-J", "ansible@bastion", "-b", "/dev/null", "deploy@web-01")
        .finish();
  }

  /** Past the bastion. */
  private SshRun.Finished direct(String from, String command) {
    return lab.client()
        .command(
            "ssh",
            "-F",
            "none",
            "-i",
            lab.folder().serviceAccountKey().toString(),
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "BatchMode=yes",
            "-b",
            from,
            "-p",
            String.valueOf(lab.backendPort()),
            "deploy@127.0.0.1",
            command)
        .finish();
  }

  private static Path verifier() {
    return Installation.find().verifier();
  }

  private static String list(Path config) {
    return Tool.run(
        verifier().toString(), "service-accounts", "list", "--config", config.toString());
  }

  private void assertComesIn(String door) {
    SshRun.Finished run = run(door, "deploy@web-01", "id -un");
    assertThat(run.output()).as(run.error()).isEqualTo("deploy\n");
  }

  private void assertStaysOut(String door, String reason) {
    JsonLines audit = JsonLines.from(lab.folder().audit());
    SshRun.Finished run = run(door, "deploy@web-01", "id -un");
    assertThat(run.ok()).isFalse();
    assertThat(run.error()).contains(REFUSED).doesNotContain("expired", "good", "from");
    if (!reason.isEmpty()) {
      assertThat(
              audit
                  .first(
                      "a refused login",
                      line -> line.path("outcome").asString("").equals("rejected"))
                  .path("reason")
                  .asString(""))
          .isEqualTo(reason);
    }
  }

  /** Has bastion and portal take a file with this account. */
  private void accounts(String... lines) throws IOException {
    List<Daemon> readers = List.of(lab.bastion(), lab.portal());
    List<Long> marks = readers.stream().map(Daemon::logMark).toList();
    write("[ansible]\n" + String.join("\n", lines) + "\n");
    for (int i = 0; i < readers.size(); i++) {
      awaitTaken(readers.get(i), marks.get(i));
    }
  }

  private void backend(Path file, String... lines) throws IOException {
    long mark = lab.backend().verifier().logMark();
    replace(file, "[ansible]\n" + String.join("\n", lines) + "\n");
    awaitTaken(lab.backend().verifier(), mark);
  }

  private static void awaitTaken(Daemon reader, long mark) {
    Await.until("the new file", TAKEN, () -> reader.logFrom(mark).contains("service accounts of"));
  }

  private void write(String text) throws IOException {
    replace(lab.folder().serviceAccounts(), text);
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "accounts", ""); // 0600
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
