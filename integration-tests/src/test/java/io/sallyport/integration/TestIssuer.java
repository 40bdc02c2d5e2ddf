package io.sallyport.integration;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An issuer of bastion tokens that the tests hold the keys of, and the backend trusts. */
record TestIssuer(ECKey ec, RSAKey rsa, Path keySet) {
  static final String NAME = "https://issuer.test.invalid/";

  static TestIssuer create(Path folder) {
    try {
      ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("test-ec").generate();
      RSAKey rsa = new RSAKeyGenerator(2048).keyID("test-rsa").generate();
      Path file = folder.resolve("test-issuer-jwks.json");
      Files.writeString(file, new JWKSet(List.of(ec, rsa)).toPublicJWKSet().toString());
      return new TestIssuer(ec, rsa, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  JWSSigner signer() {
    return signer(ec);
  }

  static JWSSigner signer(ECKey key) {
    try {
      return new ECDSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  JWSHeader header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(JOSEObjectType.JWT)
        .keyID(ec.getKeyID())
        .build();
  }
}
