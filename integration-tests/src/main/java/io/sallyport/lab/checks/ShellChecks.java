package io.sallyport.lab.checks;

import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import io.sallyport.lab.Terminal;
import java.util.List;

/** The interactive shell. */
final class ShellChecks {
  private final Client client;

  ShellChecks(Lab lab) {
    client = lab.client();
  }

  List<Check> all() {
    return List.of(
        new Check("a shell has a terminal of the client's size", this::size),
        new Check("a shell learns that the window was resized", this::resize),
        new Check("Ctrl-C ends what runs in the shell, not the session", this::interrupt));
  }

  private void size() {
    try (Terminal terminal = shell()) {
      terminal.type("stty size").shows("31 101").type("exit 5");
      Broken.unlessEqual(5, terminal.finish().exitCode(), "exit status of the shell");
    }
  }

  private void resize() {
    try (Terminal terminal = shell()) {
      String told = "trap 'echo told $((6*7))' WINCH; echo $((6*7)) ready; ";
      String polled = "until [ \"$(stty size)\" = '47 132' ]; do read -t 0.1; done; ";
      terminal.type(told + polled + "echo now $(stty size)").shows("42 ready");
      terminal.resize(47, 132).shows("told 42").shows("now 47 132").type("exit 0");
      Broken.unlessEqual(0, terminal.finish().exitCode(), "exit status of the shell");
    }
  }

  private void interrupt() {
    try (Terminal terminal = shell()) {
      // In the foreground before it says so: between two commands, Ctrl-C would reach nobody.
      terminal.type("sh -c 'echo $((6*7)) sleeps; exec sleep 1000'").shows("42 sleeps");
      terminal.type("\u0003").type("echo $((6*7)) alive").shows("42 alive").type("exit");
      terminal.finish();
    }
  }

  private Terminal shell() {
    String[] ssh = {"-tt", "-J", "ansible@bastion", "-o", "BatchMode=yes", "deploy@web-01"};
    return client.terminal(31, 101, ssh);
  }
}
