package io.sallyport.lab;

import java.nio.file.Path;

/**
 * What a backend has that makes accounts for people: the helper, a socket at which it is started
 * for each visit, and the account under which people are announced.
 */
final class Newcomers {
  static final String ACCOUNT = "sallyport-people";

  /** In verifier.yaml. */
  static final String VERIFIER_LINES =
      """
      people: {socket: people/people.sock, await: %s/sallyport-await-person}
      """
          .formatted(SshdNamespace.INSIDE);

  private static final int ID = 20003;

  private static final String PEOPLE_YAML =
      """
      groups: {ops: web-admins}
      remove_after: 30d
      state: state
      audit: people.jsonl
      """;

  private Newcomers() {}

  /** Writes the files. */
  static void prepare(LabFolder folder, Installation installation) {
    Path people = folder.backend().resolve("people");
    LabFolder.makeFolder(people);
    LabFolder.write(people.resolve("people.yaml"), PEOPLE_YAML);
    LabFolder.writeScript(
        folder.backend().resolve("people-helper"),
        """
        #!/bin/sh
        export JAVA_HOME='%s'
        exec '%s' "${1:-visit}" --config %s/people/people.yaml
        """
            .formatted(
                System.getProperty("java.home"), installation.people(), SshdNamespace.INSIDE));
    LabFolder.writeScript(
        folder.backend().resolve("sallyport-await-person"),
        OpenSshBackend.read(installation.awaitPerson()));
  }

  static String passwd() {
    return ACCOUNT + ":x:%d:%1$d::/:/bin/sh\n".formatted(ID);
  }

  static String group() {
    return ACCOUNT + ":x:%d:\n".formatted(ID);
  }

  /** As systemd-sysusers locks it. */
  static String shadow() {
    return ACCOUNT + ":!*:20000:0:99999:7:::\n";
  }

  /** What is run in the namespace before sshd: systemd's part, with its own tool. */
  static String commands() {
    return """
    sed -i -E 's/^(passwd|group|shadow):.*/\\1: files systemd/' /etc/nsswitch.conf
    echo 'session required pam_mkhomedir.so umask=0077 skel=/etc/skel' >>/etc/pam.d/sshd
    mkdir /run/sallyport-people
    rm -f %1$s/people/people.sock
    systemd-socket-activate --accept --inetd -l %1$s/people/people.sock %1$s/people-helper &
    """
        .formatted(SshdNamespace.INSIDE);
  }
}
