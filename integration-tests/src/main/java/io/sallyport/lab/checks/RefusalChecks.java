package io.sallyport.lab.checks;

import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.util.List;

/** Who does not get in, and that they learn nothing by it. */
final class RefusalChecks {
  private final Lab lab;
  private final Client client;

  RefusalChecks(Lab lab) {
    this.lab = lab;
    client = lab.client();
  }

  List<Check> all() {
    return List.of(
        new Check("a wrong portal token is refused", this::wrongToken),
        new Check("a portal token works once", this::spentToken),
        new Check("bob's token does not let in alice", this::foreignToken),
        new Check("bob, without a grant, does not reach web-01", this::noGrant),
        new Check("an unknown target and a forbidden one give the same words", this::sameWords),
        new Check("a login that no rule grants is refused", this::otherLogin),
        new Check("the backend lets nobody in past the bastion", this::direct));
  }

  private void wrongToken() {
    Broken.unlessDenied(as("alice", "not-a-token", "web-01"));
  }

  private void spentToken() {
    String token = client.portalToken("alice");
    Broken.unlessOk(as("alice", token, "web-01"));
    Broken.unlessDenied(as("alice", token, "web-01"));
  }

  private void foreignToken() {
    Broken.unlessDenied(as("alice", client.portalToken("bob"), "web-01"));
  }

  private void noGrant() {
    SshRun.Finished run = as("bob", client.portalToken("bob"), "web-01");
    Broken.unless(!run.ok(), "bob was let in: " + run.output().strip());
    Broken.unless(!run.output().contains("in"), "bob's command ran");
  }

  private void sameWords() {
    String forbidden = as("bob", client.portalToken("bob"), "web-01").error();
    String unknown = as("bob", client.portalToken("bob"), "web-99").error();
    Broken.unlessEqual(
        comparable(forbidden, "web-01"), comparable(unknown, "web-99"), "words to the client");
  }

  private void otherLogin() {
    SshRun.Finished run =
        client
            .ssh("-J", "ansible@bastion", "-o", "BatchMode=yes", "root@web-01", "echo in")
            .finish();
    Broken.unless(!run.ok() && !run.output().contains("in"), "root was let in");
  }

  private void direct() {
    String port = Integer.toString(lab.backendPort());
    String key = lab.folder().serviceAccountKey().toString();
    SshRun.Finished run =
        client
            .ssh(
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-i",
                key,
                "-p",
                port,
                "deploy@127.0.0.1",
                "echo in")
            .finish();
    Broken.unlessDenied(run);
  }

  private SshRun.Finished as(String person, String token, String target) {
    return client
        .ssh(
            "-J",
            person + "@bastion",
            "-o",
            "NumberOfPasswordPrompts=1",
            "deploy@" + target,
            "echo in")
        .answering(token)
        .finish();
  }

  /** What was said, without the target's name and without numbers that differ every time. */
  private static String comparable(String error, String target) {
    return error.replace(target, "TARGET").replaceAll("[0-9a-f-]{8,}|\\d+", "N").strip();
  }
}
