package io.sallyport.bastion.testing;

import io.sallyport.bastion.identity.Authentication;
import io.sallyport.bastion.identity.BindingLife;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.identity.KeyAuthenticator;
import io.sallyport.bastion.identity.PortalTokenAuthenticator;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.config.Loaded;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Identities, made in the only way there is: by an authenticator. */
public final class Identities {

  private Identities() {}

  public static Identity person(String name, String... groups) {
    FakePortal portal = new FakePortal().knows("token", name, groups);
    return proved(
        new PortalTokenAuthenticator(portal, Offline.none(), InstantSource.system())
            .authenticate(name, "token"));
  }

  public static Identity serviceAccount(String name) {
    return limited(name, "");
  }

  /** A service account that has these limits in its file. */
  public static Identity limited(String name, String limits) {
    PublicKey key = Ed25519.fresh().getPublic();
    ServiceAccounts accounts =
        accounts("[%s]\nkey_fingerprint = %s\n%s\n".formatted(name, fingerprint(key), limits));
    return proved(
        new KeyAuthenticator(
                LiveServiceAccounts.fixed(accounts), noneBound(), InstantSource.system())
            .recognise(name, blob(key), InetAddress.getLoopbackAddress()));
  }

  /** No keys of people, and a place for them in memory. */
  public static BoundKeys noneBound() {
    try {
      return BoundKeys.load(
          new MemoryKeys(),
          new BindingLife(Duration.ofHours(12), Set.of("admins"), Duration.ofHours(1)),
          InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Service accounts with a key each. */
  public static ServiceAccounts accounts(Map<String, PublicKey> keys) {
    StringBuilder text = new StringBuilder();
    keys.forEach((name, key) ->
        text.append("[%s]\nkey_fingerprint = %s\n".formatted(name, fingerprint(key))));
    return accounts(text.toString());
  }

  /** The service accounts of a file's text. */
  public static ServiceAccounts accounts(String text) {
    try {
      Path file = Files.createTempFile("service-accounts", ".conf"); // 0600
      try {
        Files.writeString(file, text);
        return switch (ServiceAccountsFile.read(file)) {
          case Loaded.Valid<ServiceAccounts>(var accounts) -> accounts;
          case Loaded.Invalid<ServiceAccounts> invalid ->
              throw new AssertionError(invalid.report());
        };
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code SHA256:…} as MINA computes it. */
  public static String fingerprint(PublicKey key) {
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
  }

  /** The key as it stands on the wire. */
  public static byte[] blob(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    return buffer.getCompactData();
  }

  private static Identity proved(Authentication outcome) {
    if (outcome instanceof Authentication.Authenticated(var presence)) {
      return presence.identity();
    }
    throw new AssertionError(outcome);
  }
}
