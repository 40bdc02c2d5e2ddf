package io.sallyport.integration;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Somebody before the backend's sshd, past the bastion, with a key, a hop certificate and a bastion
 * token. As made, it is good; a test spoils one thing. Made with ssh-keygen and Nimbus only.
 */
final class HopOffer {
  final Map<String, Object> claims = new LinkedHashMap<>();
  JWSHeader header;
  JWSSigner signer;
  String login = Lab.LOGIN;
  String principal = "";
  List<String> options = List.of("permit-pty");
  String extension = "bastion-token@sallyport";
  Function<String, String> tamper = Function.identity();

  private final String sid = "test-" + UUID.randomUUID();
  private final Lab lab;
  private final Path key;
  private final Path ca;

  HopOffer(Lab lab, TestIssuer issuer) {
    this.lab = lab;
    header = issuer.header();
    signer = issuer.signer();
    try {
      Path folder = Files.createTempDirectory(lab.folder().path(), "offer-");
      key = SshKeys.generate(folder.resolve("key"), "hop");
      ca = SshKeys.generate(folder.resolve("ca"), "ca");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    goodClaims();
    lives(0, 300);
  }

  private void goodClaims() {
    claims.put("iss", TestIssuer.NAME);
    claims.put("sub", "ansible");
    claims.put("aud", "pam:bastion-backend");
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("bastion_id", "bastion-01");
    claims.put("bastion_group", "bastion");
    claims.put("target_host", "web-01");
    claims.put("target_group", "default");
    claims.put("target_login", Lab.LOGIN);
    claims.put("user_groups", List.of("service-accounts"));
    claims.put("cnf", Map.of("jkt", SshKeys.thumbprint(key)));
    claims.put("sid", sid);
  }

  HopOffer with(String claim, Object value) {
    claims.put(claim, value);
    return this;
  }

  /**
   * Sets the token's times; the certificate is valid at any time, so sshd has no objection.
   *
   * @param begin seconds from now
   * @param length seconds from the beginning to the end
   */
  HopOffer lives(long begin, long length) {
    long made = Instant.now().getEpochSecond() + begin;
    return with("iat", made).with("nbf", made).with("exp", made + length);
  }

  /** The session's id in the token. */
  String sid() {
    return sid;
  }

  String thumbprint() {
    return SshKeys.thumbprint(key);
  }

  /** The compact token. */
  String token() {
    JWSObject token = new JWSObject(header, new Payload(JSONObjectUtils.toJSONString(claims)));
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return tamper.apply(token.serialize());
  }

  /** Signs the certificate around the token. */
  Path certificate(String token) {
    String fixed = "-q -I test -n " + principal() + " -V always:forever -O clear";
    List<String> command = new ArrayList<>(List.of("ssh-keygen", "-s", ca.toString()));
    command.addAll(List.of(fixed.split(" ", -1)));
    options.forEach(option -> command.addAll(List.of("-O", option)));
    command.addAll(List.of("-O", "extension:" + extension + "=" + token, key + ".pub"));
    Tool.run(command.toArray(String[]::new));
    return Path.of(key + "-cert.pub");
  }

  private String principal() {
    return principal.isEmpty() ? login : principal;
  }

  /** Tries to log in to the backend directly. */
  SshRun.Finished logIn() {
    return logIn(token());
  }

  SshRun.Finished logIn(String token) {
    return logIn(token, lab.backendPort());
  }

  SshRun.Finished logIn(String token, int port, String... options) {
    return run(token, port, List.of(options), List.of("echo in"));
  }

  /** The same with other words of ssh's after the destination. */
  SshRun.Finished ssh(String token, String... words) {
    return run(token, lab.backendPort(), List.of(), List.of(words));
  }

  /** The authority of the certificate. */
  Path authority() {
    return Path.of(ca + ".pub");
  }

  private SshRun.Finished run(String token, int port, List<String> options, List<String> words) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(
        List.of(
            "-i",
            key.toString(),
            "-o",
            "CertificateFile=" + certificate(token),
            "-o",
            "HostKeyAlias=web-01",
            "-o",
            "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
            "-o",
            "BatchMode=yes",
            "-p",
            "" + port,
            login + "@127.0.0.1"));
    arguments.addAll(words);
    return lab.client().ssh(arguments.toArray(String[]::new)).finish();
  }
}
