package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
@DisplayName("git")
class GitIT {
  private final Corner corner;

  GitIT(Lab lab) {
    corner = new Corner(lab, "git");
  }

  @BeforeEach
  void aRepositoryOnTheBackend() {
    String repository = corner.remote("repository");
    well(corner.client().automation("web-01", "git init -q --bare -b main " + repository));
  }

  @Test
  void pushes_and_clones() {
    Payload big = corner.payload("first/big", 2_000_000);
    commit("first", "init", "-q", "-b", "main");
    String url = Corner.TARGET + ":" + corner.remote("repository");

    git("-C", here("first"), "push", "-q", url, "main");
    git("clone", "-q", url, here("second"));
    git("clone", "-q", "ssh://deploy@web-01/~/" + corner.remote("repository"), here("third"));

    big.arrivedAt(corner.here("second/big"));
    big.arrivedAt(corner.here("third/big"));
    assertThat(git("-C", here("second"), "fsck", "--full", "--strict")).isEmpty();
    corner.evidence().shows("ansible", "exec", "git-receive-pack");
    corner.evidence().shows("ansible", "exec", "git-upload-pack");
  }

  @Test
  void fetches_what_was_pushed_since_and_says_when_a_push_is_refused() {
    corner.payload("first/a", 1000);
    commit("first", "init", "-q", "-b", "main");
    String url = Corner.TARGET + ":" + corner.remote("repository");
    git("-C", here("first"), "push", "-q", url, "main");
    git("clone", "-q", url, here("second"));

    Payload more = corner.payload("first/b", 100_000);
    commit("first", "status");
    git("-C", here("first"), "push", "-q", url, "main");
    Payload other = corner.payload("second/c", 100_000);
    commit("second", "status");
    SshRun.Finished refused = run("-C", here("second"), "push", "-q", "origin", "main").finish();
    git("-C", here("second"), "pull", "-q", "--no-rebase", "--no-edit", "origin", "main");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.error()).contains("rejected");
    more.arrivedAt(corner.here("second/b"));
    other.arrivedAt(corner.here("second/c"));
  }

  private void commit(String folder, String... first) {
    String[] words = new String[first.length + 2];
    words[0] = "-C";
    words[1] = here(folder);
    System.arraycopy(first, 0, words, 2, first.length);
    git(words);
    git("-C", here(folder), "add", ".");
    git("-C", here(folder), "commit", "-q", "-m", "more");
  }

  private String here(String file) {
    return corner.here(file).toString();
  }

  private String git(String... arguments) {
    return well(run(arguments)).output();
  }

  private SshRun run(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return corner
        .run(command)
        .with("GIT_SSH_COMMAND", corner.ssh())
        .with("GIT_CONFIG_NOSYSTEM", "1")
        .with("GIT_AUTHOR_NAME", "Deploy")
        .with("GIT_AUTHOR_EMAIL", "deploy@example.com")
        .with("GIT_COMMITTER_NAME", "Deploy")
        .with("GIT_COMMITTER_EMAIL", "deploy@example.com");
  }
}
