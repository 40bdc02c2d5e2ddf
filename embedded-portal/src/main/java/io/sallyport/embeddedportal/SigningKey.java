package io.sallyport.embeddedportal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.config.PrivateFile;
import io.sallyport.token.BastionToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portal's ES256 key: made at the first start, kept in the state folder as a private JWK set
 * (RFC 7517) that nobody else can read.
 */
final class SigningKey {
  private static final Logger log = LoggerFactory.getLogger(SigningKey.class);
  private static final String FILE = "signing-key.json";

  private final ECKey key;
  private final JWSSigner signer;

  private SigningKey(ECKey key) throws JOSEException {
    this.key = key;
    this.signer = new ECDSASigner(key);
  }

  /**
   * Reads the key; makes one only where there is no file.
   *
   * @throws IOException if the file is unsafe or does not hold exactly one such key
   */
  static SigningKey loadOrCreate(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      create(file);
    }
    try {
      String json = new String(PrivateFile.read(file), StandardCharsets.UTF_8);
      return new SigningKey(onlyKey(JWKSet.parse(json).getKeys()));
    } catch (ParseException | JOSEException _) {
      // Their messages may quote the file.
      throw new IOException(
          ("%s does not hold the portal's signing key (a JWK set with one private P-256 key);"
                  + " restore it from a backup, or remove it to make a new key,"
                  + " which every backend has to fetch then")
              .formatted(file));
    }
  }

  private static void create(Path file) throws IOException {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyIDFromThumbprint(true)
              .generate();
      String json = new JWKSet(key).toString(false);
      PrivateFile.write(file, json.getBytes(StandardCharsets.UTF_8));
      log.info("made a new signing key {} in {}", key.getKeyID(), file);
    } catch (JOSEException e) {
      throw new IOException("cannot make a signing key", e);
    }
  }

  private static ECKey onlyKey(List<JWK> keys) throws ParseException {
    if (keys.size() == 1
        && keys.getFirst() instanceof ECKey key
        && key.isPrivate()
        && key.getKeyID() != null
        && Curve.P_256.equals(key.getCurve())) {
      return key;
    }
    throw new ParseException("not one private P-256 key", 0);
  }

  /** The token in compact form, signed. */
  String sign(BastionToken token) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    var jwt = new SignedJWT(header, token.toClaims());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with a P-256 key", e);
    }
    return jwt.serialize();
  }

  /** The public JWK set. */
  Map<String, Object> publicKeys() {
    return new JWKSet(key).toPublicJWKSet().toJSONObject(true);
  }
}
