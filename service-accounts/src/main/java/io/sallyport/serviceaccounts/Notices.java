package io.sallyport.serviceaccounts;

import io.sallyport.config.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the file may say, but had better not, and what in it expires. */
final class Notices {
  private final List<Problem> all = new ArrayList<>();
  private final List<Deadline> deadlines = new ArrayList<>();

  List<Problem> all() {
    return all;
  }

  List<Deadline> deadlines() {
    return deadlines;
  }

  void md5(Section section, int line) {
    add(
        section,
        line,
        EntryReader.FINGERPRINT,
        "is an MD5 fingerprint, which other keys can be made to have; only a bastion can check it:"
            + " bastion tokens name keys by SHA256, so neither the embedded portal nor a backend"
            + " takes the account for it. Write what `ssh-keygen -lf KEY.pub` prints as SHA256:...");
  }

  void expires(Section section, int line, String key, String what, Instant at) {
    deadlines.add(new Deadline(line, section.name + "." + key, what, at));
  }

  /** About a section that was read to its end. */
  void about(Section section) {
    if (section.sudo() == ServiceAccount.Sudo.WITH_PASSWORD) {
      add(
          section,
          section.lineOf("sudo_allowed"),
          "sudo_allowed",
          "asks for a password, which the account's user does not have, so sudo never lets it;"
              + " set sudo_nopasswd = true, or leave it out");
    }
    if (section.sudoNopasswd && !section.sudoAllowed) {
      add(
          section,
          section.lineOf("sudo_nopasswd"),
          "sudo_nopasswd",
          "has no effect without sudo_allowed = true");
    }
    if (section.gid.filter(gid -> gid == 0).isPresent()) {
      add(section, section.lineOf("gid"), "gid", "is root's group");
    }
  }

  private void add(Section section, int line, String key, String message) {
    all.add(new Problem(line, section.name + "." + key, message));
  }
}
