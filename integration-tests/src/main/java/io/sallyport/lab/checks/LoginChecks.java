package io.sallyport.lab.checks;

import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.util.List;

/** Who gets in, and how often they are asked. */
final class LoginChecks {
  private final Lab lab;
  private final Client client;

  LoginChecks(Lab lab) {
    this.lab = lab;
    client = lab.client();
  }

  List<Check> all() {
    return List.of(
        new Check(
            "alice logs in with a portal token typed once (keyboard-interactive)", this::typed),
        new Check("a client that knows only passwords gives the token as one", this::password),
        new Check("ansible logs in by key with BatchMode=yes and no prompt", this::key),
        new Check("ssh -W as ProxyCommand goes the same way as -J", this::proxyCommand));
  }

  private void typed() {
    tokenLogin("keyboard-interactive");
  }

  private void password() {
    tokenLogin("password");
  }

  private void tokenLogin(String method) {
    String jump = jump("alice", "-o PreferredAuthentications=" + method);
    SshRun.Finished run =
        client
            .ssh("-o", "ProxyCommand=" + jump, "deploy@web-01", "echo in as $USER")
            .answering(client.portalToken("alice"))
            .finish();
    Broken.unlessOk(run);
    Broken.unlessEqual("in as deploy\n", run.output(), "output");
    Broken.unlessEqual(1, run.prompts().size(), "prompts");
  }

  private void key() {
    SshRun.Finished run = Broken.unlessOk(client.automation("web-01", "echo in").finish());
    Broken.unlessEqual("in\n", run.output(), "output");
    Broken.unlessEqual(List.of(), run.prompts(), "prompts");
  }

  private void proxyCommand() {
    String proxy = "ProxyCommand=" + jump("ansible", "-o BatchMode=yes");
    SshRun.Finished run = client.ssh("-o", proxy, "deploy@web-02", "echo in").finish();
    Broken.unlessOk(run);
    Broken.unlessEqual("in\n", run.output(), "output");
  }

  private String jump(String user, String options) {
    return "ssh -F '%s' %s -W [%%h]:%%p %s@bastion"
        .formatted(lab.folder().sshConfig(), options, user);
  }
}
