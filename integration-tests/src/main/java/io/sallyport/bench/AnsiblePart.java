package io.sallyport.bench;

import io.sallyport.lab.LabFolder;
import io.sallyport.lab.Tool;
import java.nio.file.Path;
import java.util.List;

/**
 * Part (f): a playbook that pings, copies a file of 64 MiB and runs three commands, from start to
 * exit, each time on a connection of its own.
 */
final class AnsiblePart implements Part {
  private static final Bar AS_LONG = Bar.ratioAtMost(1.15);
  private static final int MEBIBYTES = 64;

  @Override
  public List<Row> measure(TestBed bed, Effort effort) {
    if (!Tool.attempt("", "ansible-playbook", "--version").ok()) {
      Progress.say("(f) left out: ansible-playbook is not installed");
      return List.of();
    }
    prepare(bed);
    Pairs times = new Pairs();
    for (int i = 0; i <= effort.rounds(); i++) {
      Progress.say("(f) playbook %d of %d".formatted(i, effort.rounds()));
      for (Route route : Route.inRandomOrder()) {
        double milliseconds = play(bed, route);
        if (i > 0) { // the first one warms up
          times.add(route, milliseconds / 1000);
        }
      }
    }
    bed.removeRecordings();
    return List.of(
        Row.ofPairs('f', "Ansible: ping, copy of 64 MiB, three commands", "s", times)
            .with(AS_LONG));
  }

  private static void prepare(TestBed bed) {
    Tool.run("sh", "-c", "head -c " + (MEBIBYTES << 20) + " /dev/urandom >" + file(bed, "payload"));
    LabFolder.write(
        file(bed, "ansible.cfg"),
        """
        [ssh_connection]
        ssh_args = -o ControlMaster=auto -o ControlPersist=1s
        control_path_dir = %s
        """
            .formatted(file(bed, "cp")));
    LabFolder.write(
        file(bed, "playbook.yaml"),
        """
        - hosts: all
          gather_facts: false
          tasks:
            - ansible.builtin.ping:
            - ansible.builtin.copy: {src: payload, dest: copy, mode: "0600"}
            - ansible.builtin.command: "true"
            - ansible.builtin.command: id
            - ansible.builtin.file: {path: copy, state: absent}
        """);
  }

  private static Path file(TestBed bed, String name) {
    return bed.path().resolve(name);
  }

  private static double play(TestBed bed, Route route) {
    long started = System.nanoTime();
    int status = Clients.await(Clients.start(bed.playbook(route, file(bed, "playbook.yaml"))));
    double took = (System.nanoTime() - started) / 1e6;
    if (status != 0) {
      throw bed.failed("a playbook", route, "exit status " + status);
    }
    Tool.run("sleep", "2"); // until the connection has ended
    return took;
  }
}
