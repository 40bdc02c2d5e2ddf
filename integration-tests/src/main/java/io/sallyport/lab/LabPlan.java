package io.sallyport.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a lab is made of. Each {@code with…} makes another plan. */
public final class LabPlan {

  /** The kinds of backend; see {@link Backend}. */
  public enum BackendKind {
    /** The system's sshd where it can be used, else ours. */
    BEST,
    OPENSSH,
    MINA
  }

  /** A target whose known_hosts line is not the one of the backend: another key, or none. */
  public record OddTarget(String name, Optional<String> hostKey) {}

  /** A target that the bastion reaches through another one, under this login there. */
  public record TargetBehind(String name, String gate, String login) {}

  /** An issuer of bastion tokens whose key set is a file on the backend and nowhere else. */
  public record OfflineIssuer(String issuer, Path keySet) {}

  private final Path folder;
  private final boolean temporary;
  private BackendKind backend = BackendKind.BEST;
  private int bastionPort;
  private List<OddTarget> oddTargets = List.of();
  private List<TargetBehind> targetsBehind = List.of();
  private List<OfflineIssuer> offlineIssuers = List.of();
  private String bastionLines = "";
  private String sshdLines = "";
  private boolean newcomers;
  private String sshdMatches = "";
  private boolean untouchedSshd;
  private Optional<String> pam = Optional.empty();
  private Optional<Path> sshdUsr = Optional.empty();

  private LabPlan(Path folder, boolean temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  /** The plain lab of the demo, in a folder that stays. */
  public static LabPlan in(Path folder) {
    return new LabPlan(folder, false);
  }

  /** The plain lab of the demo, in a fresh folder that goes with it. */
  public static LabPlan inFreshFolder() {
    return new LabPlan(Path.of(Tool.run("mktemp", "-d", "-t", "sallyport.XXXXXX").strip()), true);
  }

  private LabPlan but(Consumer<LabPlan> change) {
    LabPlan copy = new LabPlan(folder, temporary);
    copy.backend = backend;
    copy.bastionPort = bastionPort;
    copy.oddTargets = oddTargets;
    copy.targetsBehind = targetsBehind;
    copy.offlineIssuers = offlineIssuers;
    copy.bastionLines = bastionLines;
    copy.sshdLines = sshdLines;
    copy.newcomers = newcomers;
    copy.sshdMatches = sshdMatches;
    copy.untouchedSshd = untouchedSshd;
    copy.pam = pam;
    copy.sshdUsr = sshdUsr;
    change.accept(copy);
    return copy;
  }

  public LabPlan withBackend(BackendKind kind) {
    return but(copy -> copy.backend = kind);
  }

  public LabPlan withBastionPort(int port) {
    return but(copy -> copy.bastionPort = port);
  }

  public LabPlan withOddTarget(String name, Optional<String> hostKey) {
    return but(copy -> copy.oddTargets = append(oddTargets, new OddTarget(name, hostKey)));
  }

  /** With a target that the bastion reaches through another one, under this login there. */
  public LabPlan withTargetBehind(String name, String gate, String login) {
    var last = new TargetBehind(name, gate, login);
    return but(copy -> copy.targetsBehind = append(targetsBehind, last));
  }

  public LabPlan withOfflineIssuer(String issuer, Path keySet) {
    var last = new OfflineIssuer(issuer, keySet);
    return but(copy -> copy.offlineIssuers = append(offlineIssuers, last));
  }

  /** With more lines in bastion.yaml. */
  public LabPlan withBastionLines(String yaml) {
    return but(copy -> copy.bastionLines = bastionLines + yaml);
  }

  /** With more lines in the backend's sshd_config, which win over the lab's own. */
  public LabPlan withSshdLines(String lines) {
    return but(copy -> copy.sshdLines = sshdLines + lines);
  }

  /**
   * With a backend that makes accounts for people: the bastion announces them to web-01, and they
   * may go to all under their own names.
   */
  public LabPlan withNewcomers() {
    return but(copy -> copy.newcomers = true);
  }

  /** With Match blocks at the end of the backend's sshd_config. */
  public LabPlan withSshdMatches(String blocks) {
    return but(copy -> copy.sshdMatches = sshdMatches + blocks);
  }

  /** With a backend whose sshd nobody has set up yet: it is as Debian leaves it. */
  public LabPlan withUntouchedSshd() {
    return but(copy -> copy.untouchedSshd = true);
  }

  /** With this file as /etc/pam.d/sshd on the backend, whose sshd then uses PAM. */
  public LabPlan withPam(String service) {
    return but(copy -> copy.pam = Optional.of(service));
  }

  /** With the sshd of another release on the backend: this folder is laid over its /usr. */
  public LabPlan withSshdOf(Path usr) {
    return but(copy -> copy.sshdUsr = Optional.of(usr));
  }

  /** Where everything is kept. */
  public Path folder() {
    return folder;
  }

  /** Whether the folder is removed when the lab is closed. */
  public boolean temporary() {
    return temporary;
  }

  /** Which backend to start. */
  public BackendKind backend() {
    return backend;
  }

  /** The bastion's TCP port; 0: any free one. */
  public int bastionPort() {
    return bastionPort;
  }

  /** Targets besides web-01 and web-02, for the same backend. */
  public List<OddTarget> oddTargets() {
    return oddTargets;
  }

  /** Targets that the bastion reaches through others, for the same backend. */
  public List<TargetBehind> targetsBehind() {
    return targetsBehind;
  }

  /** Portals besides the lab's own that the backend's verifier trusts. */
  public List<OfflineIssuer> offlineIssuers() {
    return offlineIssuers;
  }

  /** What else stands in bastion.yaml. */
  public String bastionLines() {
    return bastionLines;
  }

  /** Whether the backend makes accounts for people. */
  public boolean newcomers() {
    return newcomers;
  }

  /** What stands first in the sshd_config of an OpenSSH backend. */
  public String sshdLines() {
    return sshdLines;
  }

  /** Whether the backend's sshd knows nothing of the verifier. */
  public boolean untouchedSshd() {
    return untouchedSshd;
  }

  /** What stands last in it. */
  public String sshdMatches() {
    return sshdMatches;
  }

  /** The backend's /etc/pam.d/sshd; absent: its sshd does without PAM. */
  public Optional<String> pam() {
    return pam;
  }

  /** What is laid over the backend's /usr. */
  public Optional<Path> sshdUsr() {
    return sshdUsr;
  }

  private static <T> List<T> append(List<T> list, T last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }
}
