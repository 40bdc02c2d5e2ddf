package io.sallyport.verifier.people;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A name that an account of a person may have. Nothing in it means anything in a file name, a shell
 * or a configuration file, and it is none that a system, or a package that is installed one day,
 * gives to an account or a group of its own.
 */
public final class PersonName {

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  /** Families of names; an underscore at the beginning is Debian's sign for one, too. */
  private static final Pattern OF_THE_SYSTEM =
      Pattern.compile("(systemd|sallyport|ssh|sshd|polkit|dbus|lightdm|gdm|libvirt)(-.*)?|.*-data");

  /** Whoever is in one of these groups, or has one of these names, may be more than themselves. */
  private static final Set<String> RESERVED =
      Set.of(
          "root",
          "toor",
          "nobody",
          "nogroup",
          "daemon",
          "bin",
          "sys",
          "sync",
          "games",
          "man",
          "lp",
          "mail",
          "news",
          "uucp",
          "proxy",
          "backup",
          "list",
          "irc",
          "operator",
          "adm",
          "tty",
          "disk",
          "kmem",
          "dialout",
          "fax",
          "voice",
          "cdrom",
          "floppy",
          "tape",
          "sudo",
          "wheel",
          "admin",
          "admins",
          "audio",
          "dip",
          "shadow",
          "utmp",
          "video",
          "sasl",
          "plugdev",
          "staff",
          "users",
          "input",
          "kvm",
          "render",
          "sgx",
          "crontab",
          "docker",
          "podman",
          "lxd",
          "incus",
          "lxc",
          "messagebus",
          "syslog",
          "uuidd",
          "tss",
          "ntp",
          "chrony",
          "postfix",
          "postdrop",
          "exim",
          "mysql",
          "mariadb",
          "postgres",
          "redis",
          "mongodb",
          "memcache",
          "rabbitmq",
          "elasticsearch",
          "nginx",
          "apache",
          "haproxy",
          "named",
          "bind",
          "unbound",
          "dnsmasq",
          "tomcat",
          "jenkins",
          "git",
          "gitlab",
          "prometheus",
          "grafana",
          "zabbix",
          "nagios",
          "rpc",
          "rpcuser",
          "statd",
          "avahi",
          "colord",
          "rtkit",
          "saned",
          "cups",
          "netdev",
          "bluetooth",
          "scanner",
          "ftp",
          "vboxusers",
          "wireshark",
          "halt",
          "shutdown");

  private final String text;

  private PersonName(String text) {
    this.text = text;
  }

  /** The name, if it may be a person's. */
  public static Optional<PersonName> of(String text) {
    return FORM.matcher(text).matches()
            && !RESERVED.contains(text)
            && !OF_THE_SYSTEM.matcher(text).matches()
        ? Optional.of(new PersonName(text))
        : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PersonName name && name.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The name itself. */
  @Override
  public String toString() {
    return text;
  }
}
