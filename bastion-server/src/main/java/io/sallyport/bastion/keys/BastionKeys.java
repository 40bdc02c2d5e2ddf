package io.sallyport.bastion.keys;

import io.sallyport.token.SshEd25519Key;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Locale;

/**
 * The keys of one bastion: two certificate authorities, and a host key for every name under which a
 * door is opened. The same state folder gives the same keys after every restart.
 */
public final class BastionKeys {

  private final MasterSecret secret;
  private final KeyPair hostCa;
  private final KeyPair hopCa;
  private final KeyPair tokenKey;

  private BastionKeys(MasterSecret secret) {
    this.secret = secret;
    this.hostCa = Ed25519.fromSeed(secret.derive("host-ca"));
    this.hopCa = Ed25519.fromSeed(secret.derive("hop-ca"));
    this.tokenKey = Ed25519.fromSeed(secret.derive("service-account-tokens"));
  }

  /**
   * The keys of the bastion whose state folder this is; makes them at the first start.
   *
   * @throws IOException with what is wrong with the folder or its file
   */
  public static BastionKeys in(Path state) throws IOException {
    return new BastionKeys(MasterSecret.in(state));
  }

  /**
   * Whether the keys of this folder can be read, if they were made already; makes nothing.
   *
   * @throws IOException with what is wrong
   */
  public static void check(Path state) throws IOException {
    MasterSecret.check(state);
  }

  /** Signs host certificates; clients trust it by one {@code @cert-authority} line. */
  public KeyPair hostCa() {
    return hostCa;
  }

  /** The known_hosts line that makes clients trust every door of this bastion. */
  public String hostCaLine() {
    return "@cert-authority * " + SshEd25519Key.of(hostCa.getPublic());
  }

  /** Signs hop certificates; backends may register it. */
  public KeyPair hopCa() {
    return hopCa;
  }

  /** Signs the bastion tokens of service accounts, if the portal knows only people. */
  public KeyPair tokenKey() {
    return tokenKey;
  }

  /** 32 bytes that belong to this label, for whoever seals something. */
  public byte[] derive(String label) {
    return secret.derive("seal:" + label);
  }

  /** The host key of a door in this name; upper and lower case are one name. */
  public KeyPair hostKey(String name) {
    return Ed25519.fromSeed(secret.derive("host-key:" + name.toLowerCase(Locale.ROOT)));
  }
}
