package io.sallyport.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lab is made of.
 *
 * @param folder where everything is kept
 * @param temporary whether the folder is removed when the lab is closed
 * @param backend which backend to start
 * @param bastionPort the bastion's TCP port; 0: any free one
 * @param oddTargets targets besides web-01 and web-02, for the same backend
 * @param targetsBehind targets that the bastion reaches through others, for the same backend
 * @param offlineIssuers portals besides the lab's own that the backend's verifier trusts
 * @param bastionLines what else stands in bastion.yaml
 * @param sshdLines what stands first in the sshd_config of an OpenSSH backend
 */
public record LabPlan(
    Path folder,
    boolean temporary,
    BackendKind backend,
    int bastionPort,
    List<OddTarget> oddTargets,
    List<TargetBehind> targetsBehind,
    List<OfflineIssuer> offlineIssuers,
    String bastionLines,
    String sshdLines) {

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

  /** The plain lab of the demo, in a folder that stays. */
  public static LabPlan in(Path folder) {
    return new LabPlan(folder, false, BackendKind.BEST, 0, List.of(), List.of(), List.of(), "", "");
  }

  /** The plain lab of the demo, in a fresh folder that goes with it. */
  public static LabPlan inFreshFolder() {
    Path fresh = Path.of(Tool.run("mktemp", "-d", "-t", "sallyport.XXXXXX").strip());
    return new LabPlan(fresh, true, BackendKind.BEST, 0, List.of(), List.of(), List.of(), "", "");
  }

  public LabPlan withBackend(BackendKind kind) {
    return new LabPlan(
        folder,
        temporary,
        kind,
        bastionPort,
        oddTargets,
        targetsBehind,
        offlineIssuers,
        bastionLines,
        sshdLines);
  }

  public LabPlan withBastionPort(int port) {
    return new LabPlan(
        folder,
        temporary,
        backend,
        port,
        oddTargets,
        targetsBehind,
        offlineIssuers,
        bastionLines,
        sshdLines);
  }

  public LabPlan withOddTarget(String name, Optional<String> hostKey) {
    List<OddTarget> more = append(oddTargets, new OddTarget(name, hostKey));
    return new LabPlan(
        folder,
        temporary,
        backend,
        bastionPort,
        more,
        targetsBehind,
        offlineIssuers,
        bastionLines,
        sshdLines);
  }

  /** With a target that the bastion reaches through another one, under this login there. */
  public LabPlan withTargetBehind(String name, String gate, String login) {
    List<TargetBehind> more = append(targetsBehind, new TargetBehind(name, gate, login));
    return new LabPlan(
        folder,
        temporary,
        backend,
        bastionPort,
        oddTargets,
        more,
        offlineIssuers,
        bastionLines,
        sshdLines);
  }

  public LabPlan withOfflineIssuer(String issuer, Path keySet) {
    List<OfflineIssuer> more = append(offlineIssuers, new OfflineIssuer(issuer, keySet));
    return new LabPlan(
        folder,
        temporary,
        backend,
        bastionPort,
        oddTargets,
        targetsBehind,
        more,
        bastionLines,
        sshdLines);
  }

  /** With more lines in bastion.yaml. */
  public LabPlan withBastionLines(String yaml) {
    String all = bastionLines + yaml;
    return new LabPlan(
        folder,
        temporary,
        backend,
        bastionPort,
        oddTargets,
        targetsBehind,
        offlineIssuers,
        all,
        sshdLines);
  }

  /** With more lines in the backend's sshd_config, which win over the lab's own. */
  public LabPlan withSshdLines(String lines) {
    String all = sshdLines + lines;
    return new LabPlan(
        folder,
        temporary,
        backend,
        bastionPort,
        oddTargets,
        targetsBehind,
        offlineIssuers,
        bastionLines,
        all);
  }

  private static <T> List<T> append(List<T> list, T last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }
}
