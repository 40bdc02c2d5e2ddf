package io.sallyport.lab;

/** The sshd_config of a backend that nobody has set up yet, as Debian ships it. */
final class UntouchedSshd {
  private UntouchedSshd() {}

  /** Its text, after the folder of its drop-ins was made. */
  static String prepare(LabFolder folder, int port) {
    LabFolder.makeFolder(folder.backend().resolve("sshd_config.d"));
    return """
    Include %2$s/sshd_config.d/*.conf
    ListenAddress 127.0.0.1:%1$d
    HostKey %2$s/host_key
    KbdInteractiveAuthentication no
    UsePAM no
    X11Forwarding yes
    PrintMotd no
    AcceptEnv LANG LC_*
    Subsystem sftp internal-sftp
    LogLevel VERBOSE
    """
        .formatted(port, SshdNamespace.INSIDE);
  }
}
