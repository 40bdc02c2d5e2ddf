package io.sallyport.token;

import static io.sallyport.token.TestHop.ISSUER;
import static io.sallyport.token.TestHop.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.jwks.CachedKeys;
import io.sallyport.jwks.TestKeySets;
import io.sallyport.token.VectorFile.Group;
import io.sallyport.token.VectorFile.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors in {@code src/test/resources/io/sallyport/token/vectors} as a backend decides about
 * them. After a change of their making, {@code -Dsallyport.vectors.write=true} writes them anew.
 */
class VectorsTest {
  private static final Map<String, Supplier<VectorFile>> MAKERS =
      Map.of(
          "certificates.json", CertificateVectors::file,
          "signatures.json", SignatureVectors::file,
          "forms.json", FormVectors::file,
          "key-ids.json", KeyIdVectors::file,
          "times.json", TimeVectors::file,
          "claims.json", ClaimVectors::file);

  static Stream<Arguments> vectors() {
    return MAKERS.keySet().stream()
        .sorted()
        .map(VectorFile::read)
        .flatMap(file -> file.groups().stream())
        .flatMap(VectorsTest::withVerifier);
  }

  private static Stream<Arguments> withVerifier(Group group) {
    TokenVerifier verifier = verifier(group);
    return group.tests().stream().map(vector -> Arguments.of(vector, verifier));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void a_vector_is_decided_about_as_it_says(Vector vector, TokenVerifier verifier) {
    assertThat(reason(vector, verifier)).isEqualTo(vector.reason());
    assertThat(explained(vector, verifier)).isEqualTo(vector.reason());
  }

  @Test
  void vectors_have_each_id_once() {
    List<Long> ids = vectors().map(it -> ((Vector) it.get()[0]).id()).toList();

    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }

  @Test
  void vectors_are_what_their_makers_make() throws IOException {
    for (Map.Entry<String, Supplier<VectorFile>> maker : MAKERS.entrySet()) {
      Path file = Path.of("src/test/resources/io/sallyport/token/vectors", maker.getKey());
      String text = maker.getValue().get().text();
      if (Boolean.getBoolean("sallyport.vectors.write")) {
        Files.writeString(file, text);
      }
      assertThat(Files.readString(file))
          .as("%s: write it anew with -Dsallyport.vectors.write=true", file)
          .isEqualTo(text);
    }
  }

  /** As the verifier asks: a certificate that cannot be read is malformed. */
  private static String reason(Vector vector, TokenVerifier verifier) {
    HopCertificate certificate;
    try {
      certificate = HopCertificate.parse(HopCertificate.TYPE, certificate(vector));
    } catch (IllegalArgumentException _) {
      return Reason.MALFORMED.code();
    }
    return switch (verifier.verify(certificate, login(vector))) {
      case VerifiedToken _ -> "ok";
      case RefusedToken refused -> refused.reason().code();
    };
  }

  private static String explained(Vector vector, TokenVerifier verifier) {
    try {
      HopCertificate certificate = HopCertificate.parse(HopCertificate.TYPE, certificate(vector));
      return verifier.explain(certificate, login(vector)).reasons().stream()
          .map(Reason::code)
          .findFirst()
          .orElse("ok");
    } catch (IllegalArgumentException _) {
      return Reason.MALFORMED.code();
    }
  }

  private static String login(Vector vector) {
    return vector.input().containsKey("login") ? vector.text("login") : "deploy";
  }

  private static String certificate(Vector vector) {
    if (vector.input().containsKey("certificate")) {
      return vector.text("certificate");
    }
    TestCertificate certificate = new TestCertificate();
    certificate.key = VectorKeys.hop();
    certificate.signedBy(VectorKeys.authority());
    certificate.token(vector.text("token"));
    return certificate.base64();
  }

  private static TokenVerifier verifier(Group group) {
    return new TokenVerifier(
        new TokenVerifier.Settings(
            TargetNames.of(Set.of("web-01")),
            List.of(new RegisteredBastion("bastion-01", Optional.empty(), Optional.empty())),
            List.of(),
            List.of(),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30)),
        Map.of(ISSUER, new FixedKeys(new CachedKeys.Usable(TestKeySets.of(group.jwks())))),
        InstantSource.fixed(NOW));
  }

  /** How many vectors there are for each abuse case. */
  @Test
  void every_abuse_case_has_vectors() {
    Map<String, Long> counts =
        vectors()
            .map(it -> ((Vector) it.get()[0]).flags().getFirst())
            .collect(Collectors.groupingBy(flag -> flag, Collectors.counting()));

    assertThat(counts).containsOnlyKeys("N11", "N26", "N27", "N28", "N29");
    assertThat(counts.values()).allMatch(count -> count >= 20);
  }
}
