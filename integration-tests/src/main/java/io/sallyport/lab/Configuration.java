package io.sallyport.lab;

import static java.util.stream.Collectors.joining;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes every configuration file of the lab, as an operator would by hand. */
final class Configuration {
  private final LabPlan plan;
  private final LabFolder folder;
  private final int portalPort;
  private final int backendPort;
  private final int bastionPort;

  private Configuration(LabPlan plan, LabFolder folder) {
    List<Integer> free = Ports.free(3);
    this.plan = plan;
    this.folder = folder;
    portalPort = free.get(0);
    backendPort = free.get(1);
    bastionPort = plan.bastionPort() == 0 ? free.get(2) : Ports.requireFree(plan.bastionPort());
  }

  /** Chooses the ports, makes the keys and writes the files. */
  static Configuration write(LabPlan plan, LabFolder folder) {
    Configuration configuration = new Configuration(plan, folder);
    configuration.writeSecrets();
    configuration.writeFiles();
    return configuration;
  }

  int bastionPort() {
    return bastionPort;
  }

  int backendPort() {
    return backendPort;
  }

  String portalUrl() {
    return "http://127.0.0.1:" + portalPort + "/";
  }

  private void writeSecrets() {
    SshKeys.generate(folder.backendHostKey(), "backend");
    SshKeys.generate(folder.serviceAccountKey(), "ansible");
    byte[] accessToken = new byte[32];
    new SecureRandom().nextBytes(accessToken);
    LabFolder.writePrivate(
        folder.portalAccessToken(), HexFormat.of().formatHex(accessToken) + "\n");
    LabFolder.writePrivate(folder.serviceAccounts(), serviceAccounts());
  }

  private void writeFiles() {
    LabFolder.write(folder.portalConfig(), portal());
    LabFolder.write(folder.bastionConfig(), bastion());
    LabFolder.write(folder.policy(), policy());
    LabFolder.write(folder.backendKnownHosts(), knownHosts());
    LabFolder.write(folder.verifierConfig(), verifier());
    LabFolder.write(folder.sshConfig(), sshConfig());
  }

  private String serviceAccounts() {
    return """
    [ansible]
    key_fingerprint = %s
    """
        .formatted(SshKeys.fingerprint(folder.serviceAccountKey()));
  }

  private String portal() {
    return """
    listen: 127.0.0.1:%d
    issuer: %s
    state: portal-state
    control: portal.sock
    people:
      - {name: alice, groups: [ops], attributes: {cn: Alice, mail: alice@example.com}}
      - {name: bob, groups: [dev], attributes: {cn: Bob, mail: bob@example.com}}
    service_accounts: service-accounts.conf
    bastions:
      - {id: bastion-01, group: bastion, access_token: {file: portal-access-token}}
    rules:
      - {server_group: bastion, services: [ssh], groups: [ops, dev, service-accounts]}
    """
        .formatted(portalPort, portalUrl());
  }

  private String bastion() {
    return """
    listen: 127.0.0.1:%d
    names: [bastion]
    public_address: 127.0.0.1:%d
    state: bastion-state
    portal:
      url: http://127.0.0.1:%d
      access_token: {file: portal-access-token}
      server_group: bastion
    known_hosts: known_hosts
    policy: policy.yaml
    service_accounts: service-accounts.conf
    recordings: recordings
    audit: audit.jsonl
    targets:
    %s\
    %s\
    %s\
    """
        .formatted(
            bastionPort,
            bastionPort,
            portalPort,
            lines(straightTargets(), this::target),
            lines(plan.targetsBehind(), this::targetBehind),
            plan.bastionLines());
  }

  private String target(String name) {
    String provision = plan.newcomers() && name.equals("web-01") ? ", provision: true" : "";
    return "  - {name: %s, address: \"127.0.0.1:%d\"%s}\n".formatted(name, backendPort, provision);
  }

  private String targetBehind(LabPlan.TargetBehind target) {
    return "  - {name: %s, address: \"127.0.0.1:%d\", via: {target: %s, login: %s}}\n"
        .formatted(target.name(), backendPort, target.gate(), target.login());
  }

  private static final String NEWCOMERS =
      """
        - name: everybody-as-themselves
          groups: [ops, dev]
          targets: ["web-*"]
          logins: ["{name}"]
      """;

  private String policy() {
    return """
    rules:
      - name: ops-on-web
        groups: [ops]
        targets: ["web-*"]
        logins: [deploy]
        channels: [shell, exec, subsystem, local-forward, remote-forward, agent, x11]
        forward_to: ["localhost:*", "/home/deploy/*"]
        listen_on: ["localhost:1024-65535", "/home/deploy/*"]
      - name: automation-on-web
        service_accounts: [ansible]
        targets: ["web-*"]
        logins: [deploy]
        channels: [shell, exec, subsystem, local-forward, remote-forward, agent, x11]
        forward_to: ["localhost:*", "/home/deploy/*"]
        listen_on: ["localhost:1024-65535", "/home/deploy/*"]
      - name: dev-runs-commands-on-web-02
        groups: [dev]
        targets: [web-02]
        logins: [deploy]
        channels: [exec]
    """
        + (plan.newcomers() ? NEWCOMERS : "");
  }

  private String knownHosts() {
    String key = SshKeys.publicKey(folder.backendHostKey());
    return lines(Lab.TARGETS, name -> name + " " + key + "\n")
        + lines(plan.targetsBehind(), target -> target.name() + " " + key + "\n")
        + lines(plan.oddTargets(), Configuration::oddHostKey);
  }

  private static String oddHostKey(LabPlan.OddTarget target) {
    return target.hostKey().map(key -> target.name() + " " + key + "\n").orElse("");
  }

  private String verifier() {
    return """
    socket: verifier/verifier.sock
    names: [%s]
    issuers:
      - issuer: %s
        jwks_url: %soauth2/jwks
        jwks_file: jwks.json
    %sbastions:
      - id: bastion-01
    used_tokens: used-tokens
    audit: verifier-audit.jsonl
    %s\
    """
        .formatted(
            String.join(", ", allTargets()),
            portalUrl(),
            portalUrl(),
            lines(plan.offlineIssuers(), Configuration::offlineIssuer),
            plan.newcomers() ? Newcomers.VERIFIER_LINES : "");
  }

  private static String offlineIssuer(LabPlan.OfflineIssuer trusted) {
    return "  - {issuer: %s, jwks_file: %s}\n".formatted(trusted.issuer(), trusted.keySet());
  }

  private String sshConfig() {
    return """
    # People type a portal token at the prompt; the service account has a key.
    Match originalhost bastion user ansible
        IdentityFile "%s"
        PreferredAuthentications publickey

    Host bastion
        HostName 127.0.0.1
        Port %d
        HostKeyAlias bastion

    # The bastion's host CA vouches for the bastion and for every target behind it.
    Host *
        UserKnownHostsFile "%s"
        GlobalKnownHostsFile /dev/null
        StrictHostKeyChecking yes
        CheckHostIP no
        IdentityFile none
        IdentitiesOnly yes
    """
        .formatted(folder.serviceAccountKey(), bastionPort, folder.clientKnownHosts());
  }

  private List<String> straightTargets() {
    List<String> odd = plan.oddTargets().stream().map(LabPlan.OddTarget::name).toList();
    return Stream.concat(Lab.TARGETS.stream(), odd.stream()).toList();
  }

  private List<String> allTargets() {
    List<String> behind = plan.targetsBehind().stream().map(LabPlan.TargetBehind::name).toList();
    return Stream.concat(straightTargets().stream(), behind.stream()).toList();
  }

  private static <T> String lines(List<T> items, Function<T, String> line) {
    return items.stream().map(line).collect(joining());
  }
}
