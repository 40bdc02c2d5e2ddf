package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedLab.class)
@DisplayName("Ansible")
class AnsibleIT {
  private final Corner corner;

  AnsibleIT(Lab lab) {
    corner = new Corner(lab, "ansible");
  }

  @BeforeEach
  void inventory() {
    corner.write(
        "inventory",
        """
        [web]
        web-01
        web-02
        [web:vars]
        ansible_user=deploy
        ansible_python_interpreter=/usr/bin/python3
        ansible_ssh_common_args=-F %s -J %s
        """
            .formatted(corner.lab().folder().sshConfig(), Corner.JUMP));
    corner.write("playbook.yaml", playbook(corner.remote("copy")));
    corner.write("ansible.cfg", "[ssh_connection]\ncontrol_path_dir = " + corner.here("cp") + "\n");
  }

  @AfterEach
  void endTheMasters() throws IOException {
    if (Files.isDirectory(corner.here("cp"))) {
      try (Stream<Path> sockets = Files.list(corner.here("cp"))) {
        sockets.forEach(this::end);
      }
    }
  }

  @ParameterizedTest(name = "plays a playbook on two hosts, pipelining {0}")
  @ValueSource(strings = {"True", "False"})
  void plays_a_playbook_on_two_hosts(String pipelining) throws IOException {
    Payload file = corner.payload("file", 300_000);
    SshRun run =
        ansible("ansible-playbook", corner.here("playbook.yaml").toString())
            .with("ANSIBLE_PIPELINING", pipelining);

    SshRun.Finished play = well(run);

    assertThat(play.output())
        .contains("web-01 has " + file.sha256(), "web-02 has " + file.sha256());
    for (String host : new String[] {"web-01", "web-02"}) {
      file.arrivedAt(corner.there("copy-" + host));
      file.arrivedAt(corner.here("fetched/" + host + "/" + corner.remote("copy-" + host)));
    }
    endTheMasters();
    corner.evidence().shows("ansible", "exec", "python3");
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }

  @Test
  void keeps_one_connection_for_all_tasks_of_a_host() {
    SshRun.Finished first = well(ansible("ansible", "web", "-m", "command", "-a", "echo one"));
    SshRun.Finished second = well(ansible("ansible", "web", "-m", "ping"));

    assertThat(first.output()).contains("web-01 | CHANGED | rc=0 >>\none");
    assertThat(second.output()).contains("\"ping\": \"pong\"");
    assertThat(corner.evidence().audit().all())
        .filteredOn(line -> line.path("event").asString("").equals("authentication"))
        .hasSize(2);
  }

  @Test
  void tells_the_exit_status_of_a_command_that_fails() {
    SshRun.Finished run =
        ansible("ansible", "web-01", "-m", "command", "-a", "sh -c 'echo no >&2; exit 6'").finish();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("web-01 | FAILED | rc=6 >>").contains("no");
  }

  private static String playbook(String file) {
    return """
    - hosts: web
      gather_facts: false
      tasks:
        - ansible.builtin.ping:
        - ansible.builtin.copy: {src: file, dest: "%1$s-{{ inventory_hostname }}", mode: "0600"}
        - ansible.builtin.command: sha256sum %1$s-{{ inventory_hostname }}
          register: sum
        - ansible.builtin.debug: {msg: "{{ inventory_hostname }} has {{ sum.stdout }}"}
        - ansible.builtin.fetch: {src: "%1$s-{{ inventory_hostname }}", dest: fetched/}
    """
        .formatted(file);
  }

  private SshRun ansible(String program, String... arguments) {
    String[] command = new String[arguments.length + 3];
    command[0] = program;
    command[1] = "-i";
    command[2] = corner.here("inventory").toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return corner
        .run(command)
        .with("ANSIBLE_CONFIG", corner.here("ansible.cfg").toString())
        .within(Duration.ofMinutes(2));
  }

  private void end(Path socket) {
    String path = "ControlPath=" + socket;
    corner.run("ssh", "-F", "none", "-o", path, "-O", "exit", "any").finish();
  }
}
