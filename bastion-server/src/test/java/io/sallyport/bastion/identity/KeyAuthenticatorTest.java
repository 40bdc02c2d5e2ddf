package io.sallyport.bastion.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class KeyAuthenticatorTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final PublicKey key = Ed25519.fresh().getPublic();
  private final PublicKey backupKey = Ed25519.fresh().getPublic();
  private final BoundKeys boundKeys = Identities.noneBound();
  private final KeyAuthenticator authenticator =
      new KeyAuthenticator(
          LiveServiceAccounts.fixed(
              Identities.accounts(Map.of("ansible", key, "backup", backupKey))),
          boundKeys,
          InstantSource.system());

  @Test
  void nameAndItsKey_areAServiceAccountWithoutGroups() {
    var outcome =
        (Authentication.Authenticated)
            authenticator.recognise("ansible", Identities.blob(key), HERE);

    assertThat(outcome.presence().identity().name()).isEqualTo("ansible");
    assertThat(outcome.presence().identity().kind()).isEqualTo(Identity.Kind.SERVICE_ACCOUNT);
    assertThat(outcome.presence().identity().groups()).isEmpty();
    assertThat(outcome.presence().identity().keyFingerprint())
        .contains(Identities.fingerprint(key));
  }

  @Test
  void keyOfAnotherAccount_isRejected() {
    assertThat(authenticator.recognise("ansible", Identities.blob(backupKey), HERE))
        .isEqualTo(new Authentication.Rejected("the key is nobody's of this name"));
  }

  @Test
  void unknownNameAndUnknownKey_areRejectedInTheSameWords() {
    Authentication unknownKey =
        authenticator.recognise("ansible", Identities.blob(Ed25519.fresh().getPublic()), HERE);

    assertThat(authenticator.recognise("nobody", Identities.blob(key), HERE)).isEqualTo(unknownKey);
  }

  @Test
  @DisplayName("N04 the same modulus with another exponent is another key")
  void rsaKeyWithAnotherExponent_isRejected() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    RSAPublicKey known = (RSAPublicKey) generator.generateKeyPair().getPublic();
    PublicKey forged =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(known.getModulus(), BigInteger.valueOf(3)));
    var rsa =
        new KeyAuthenticator(
            LiveServiceAccounts.fixed(Identities.accounts(Map.of("ansible", known))),
            boundKeys,
            InstantSource.system());

    assertThat(rsa.recognise("ansible", Identities.blob(known), HERE))
        .isInstanceOf(Authentication.Authenticated.class);
    assertThat(rsa.recognise("ansible", Identities.blob(forged), HERE))
        .isInstanceOf(Authentication.Rejected.class);
  }

  @Test
  @DisplayName("N04 a key blob with a byte more, or one less, is another key")
  void blobIsComparedWhole() {
    byte[] blob = Identities.blob(key);
    byte[] longer = Arrays.copyOf(blob, blob.length + 1);
    byte[] shorter = Arrays.copyOf(blob, blob.length - 1);

    assertThat(authenticator.recognise("ansible", longer, HERE))
        .isInstanceOf(Authentication.Rejected.class);
    assertThat(authenticator.recognise("ansible", shorter, HERE))
        .isInstanceOf(Authentication.Rejected.class);
  }

  @Test
  void boundKey_isThePerson_withTheGroupsOfThatTime() {
    PublicKey bound = Ed25519.fresh().getPublic();
    boundKeys.bind(Identity.person("alice", Set.of("ops")), Identities.fingerprint(bound));

    var outcome =
        (Authentication.Authenticated)
            authenticator.recognise("alice", Identities.blob(bound), HERE);
    assertThat(outcome.presence().identity().kind()).isEqualTo(Identity.Kind.PERSON);
    assertThat(outcome.presence().identity().groups()).containsExactly("ops");
    assertThat(authenticator.recognise("bob", Identities.blob(bound), HERE))
        .isInstanceOf(Authentication.Rejected.class);
    assertThat(authenticator.recognise("alice", Identities.blob(key), HERE))
        .isInstanceOf(Authentication.Rejected.class);
  }
}
