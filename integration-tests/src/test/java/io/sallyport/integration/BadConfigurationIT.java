package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Installation;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Bad configuration")
class BadConfigurationIT {
  private final Installation installation = Installation.find();

  private final Path folder;

  BadConfigurationIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void of_the_bastion_is_reported_in_one_go_and_nothing_is_started() {
    LabFolder.write(folder.resolve("known_hosts"), "");
    LabFolder.write(folder.resolve("policy.yaml"), "rules: []\n");
    LabFolder.write(folder.resolve("service-accounts.conf"), ""); // readable by everybody
    Path config =
        LabFolder.write(
            folder.resolve("bastion.yaml"),
            """
            listen: 127.0.0.1:0
            nmaes: [bastion]
            names: [bastion]
            state: bastion-state
            portal:
              url: http://127.0.0.1:1
              access_token: {file: no-such-file}
              timeout: 5 apples
            known_hosts: known_hosts
            policy: policy.yaml
            service_accounts: service-accounts.conf
            recordings: recordings
            audit: audit.jsonl
            targets: []
            """);

    Tool.Outcome outcome = serve(installation.sallyport(), "serve", config);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output() + outcome.error())
        .contains("bastion.yaml:2:", "nmaes", "names")
        .contains("bastion.yaml:7:", "no-such-file")
        .contains("bastion.yaml:8:", "timeout")
        .doesNotContain("listening", "Exception");
    assertNothingMade("bastion-state", "recordings", "audit.jsonl");
  }

  @Test
  void of_the_files_that_the_bastion_names_is_reported_too() {
    LabFolder.writePrivate(folder.resolve("access"), "secret-of-the-test\n");
    LabFolder.write(folder.resolve("known_hosts"), "");
    LabFolder.write(folder.resolve("policy.yaml"), "rules:\n  - {nmae: x}\n");
    LabFolder.write(folder.resolve("service-accounts.conf"), "");
    Path config =
        LabFolder.write(
            folder.resolve("bastion.yaml"),
            """
            listen: 127.0.0.1:0
            names: [bastion]
            state: bastion-state
            portal:
              url: http://127.0.0.1:1
              access_token: {file: access}
            known_hosts: known_hosts
            policy: policy.yaml
            service_accounts: service-accounts.conf
            recordings: recordings
            audit: audit.jsonl
            targets: []
            """);

    Tool.Outcome outcome = serve(installation.sallyport(), "serve", config);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output() + outcome.error())
        .contains("policy.yaml:2:", "nmae")
        .contains("service-accounts.conf", "chmod 640")
        .doesNotContain("secret-of-the-test");
    assertNothingMade("bastion-state", "recordings", "audit.jsonl");
  }

  @Test
  void of_the_portal_is_reported_in_one_go_and_nothing_is_started() {
    LabFolder.write(folder.resolve("access"), "readable-by-everybody\n");
    Path config =
        LabFolder.write(
            folder.resolve("portal.yaml"),
            """
            listen: 127.0.0.1:0
            isuser: http://127.0.0.1:1/
            issuer: http://127.0.0.1:1/
            state: portal-state
            control: portal.sock
            bastions:
              - {id: bastion-01, group: bastion, access_token: {file: access}}
            people: []
            rules: []
            """);

    Tool.Outcome outcome = serve(installation.sallyport(), "portal", "serve", config);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output() + outcome.error())
        .contains("portal.yaml:2:", "isuser", "issuer")
        .contains("portal.yaml:7:", "chmod")
        .doesNotContain("readable-by-everybody");
    assertNothingMade("portal-state", "portal.sock");
  }

  @Test
  void of_the_verifier_is_reported_in_one_go_and_nothing_is_started() {
    Path config =
        LabFolder.write(
            folder.resolve("verifier.yaml"),
            """
            socket: verifier.sock
            names: [web-01]
            isuers: []
            issuers: []
            bastions: []
            max_life: 1000h
            audit: audit.jsonl
            """);

    Tool.Outcome outcome = serve(installation.verifier(), "serve", config);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output() + outcome.error())
        .contains("verifier.yaml:3:", "isuers", "issuers")
        .contains("verifier.yaml:6:", "max_life");
    assertNothingMade("verifier.sock", "audit.jsonl");
  }

  private static Tool.Outcome serve(Path program, Object... words) {
    Stream<String> arguments =
        Stream.of(words).map(word -> word instanceof Path file ? "--config=" + file : "" + word);
    return Tool.attempt(
        "", Stream.concat(Stream.of(program.toString()), arguments).toArray(String[]::new));
  }

  private void assertNothingMade(String... names) {
    List<Path> made = Stream.of(names).map(folder::resolve).filter(Files::exists).toList();
    assertThat(made).isEmpty();
  }
}
