package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.portal.Enrolling.Result;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Device authorization, with the answers of a real portal; the clock moves with the pauses. */
final class EnrollingTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Secret SECRET = Secret.of("a secret of the client");
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Duration TEN = Duration.ofSeconds(10);

  /** The recorded exchanges that answer /oauth2/token, in turn; the last one stays. */
  private final Queue<Recorded> answers = new ArrayDeque<>();

  private final List<String> shown = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T01:00:00Z");
  private TestPortalServer server;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = new TestPortalServer();
    device(Recorded.named("device: start"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void codeThatIsApproved_givesTokens_whichAreKeptPrivately()
      throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: pending", "token: pending", "token: granted");

    assertThat(enrol())
        .isEqualTo(
            new Result.Enrolled(
                "31f7dd00df80a92055e8a5d35419e6182f494e110cbcdfa8223b82fa2313eb8c", "default"));

    assertThat(shown).hasSize(1).first().asString().startsWith("NTHQ-STBF http");
    assertThat(pauses).containsExactly(FIVE, FIVE, FIVE);
    JsonNode kept = JSON.readTree(Files.readAllBytes(tokens()));
    JsonNode granted = JSON.readTree(Recorded.named("token: granted").body());
    assertThat(kept.path("access_token")).isEqualTo(granted.path("access_token"));
    assertThat(kept.path("refresh_token")).isEqualTo(granted.path("refresh_token"));
    assertThat(kept.path("expires_at").longValue()).isEqualTo(now.getEpochSecond() + 3600);
    assertThat(Files.getPosixFilePermissions(tokens()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  @DisplayName("N24 PKCE: the verifier of the token request belongs to the challenge before")
  void pkce() throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: granted");
    var _ = enrol();

    JsonNode device = server.asked().get(0).body();
    JsonNode token = server.asked().get(1).body();
    String verifier = token.path("code_verifier").asString();
    assertThat(verifier).matches("[A-Za-z0-9_-]{43}");
    assertThat(device.path("code_challenge_method").asString()).isEqualTo("S256");
    assertThat(device.path("code_challenge").asString())
        .isEqualTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII))));
    assertThat(device.path("scope").asString()).isEqualTo("pam:server offline_access");
  }

  @Test
  @DisplayName("N25 the client's secret is never on the wire: an assertion made with it is")
  void assertion() throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: granted");
    var _ = enrol();

    for (TestPortalServer.Asked asked : server.asked().subList(0, 2)) {
      assertThat(asked.toString()).doesNotContain(SECRET.reveal());
      JsonNode form = asked.body();
      assertThat(form.path("client_id").asString()).isEqualTo("pam-access");
      assertThat(form.path("client_assertion_type").asString())
          .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      String[] jwt = form.path("client_assertion").asString().split("[.]", -1);
      JsonNode claims = JSON.readTree(decoded(jwt[1]));
      assertThat(JSON.readTree(decoded(jwt[0])).path("alg").asString()).isEqualTo("HS256");
      assertThat(claims.path("aud").asString()).isEqualTo(server.url() + asked.path());
      assertThat(claims.path("iss")).isEqualTo(claims.path("sub"));
      assertThat(claims.path("sub").asString()).isEqualTo("pam-access");
      assertThat(claims.path("exp").longValue() - claims.path("iat").longValue()).isEqualTo(300);
      assertThat(decoded(jwt[2])).isEqualTo(hmac(jwt[0] + "." + jwt[1]));
    }
    assertThat(jti(0)).isNotEqualTo(jti(1));
  }

  @Test
  void publicClient_showsItsNameOnly()
      throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: granted");
    var _ = enrol(Optional.empty());

    assertThat(server.asked().getFirst().body().path("client_id").asString())
        .isEqualTo("pam-access");
    assertThat(server.asked().getFirst().body().has("client_assertion")).isFalse();
  }

  @Test
  void portalThatIsHurried_isAskedMoreSlowly()
      throws IOException, InterruptedException, GeneralSecurityException {
    answers.add(error("slow_down"));
    answer("token: pending", "token: granted");

    assertThat(enrol()).isInstanceOf(Result.Enrolled.class);
    assertThat(pauses).containsExactly(FIVE, TEN, TEN);
  }

  @Test
  void outageMeanwhile_isWaitedOut()
      throws IOException, InterruptedException, GeneralSecurityException {
    answers.add(new Recorded("", 502, "text/html", "", "<html>"));
    answer("token: granted");

    assertThat(enrol()).isInstanceOf(Result.Enrolled.class);
    assertThat(pauses).containsExactly(FIVE, TEN);
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, it was denied at the portal",
    "expired_token, nobody approved the code in time",
    "invalid_grant, invalid_grant",
  })
  void codeThatIsNotApproved_isTheEnd_andNothingIsKept(String error, String reason)
      throws IOException, InterruptedException, GeneralSecurityException {
    answers.add(error(error));

    assertThat(enrol()).isEqualTo(new Result.Failed(reason));
    assertThat(tokens()).doesNotExist();
  }

  @Test
  void codeThatNobodyApproves_isTheEndAfterItsTime()
      throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: pending");

    assertThat(enrol()).isEqualTo(new Result.Failed("nobody approved the code in time"));
    assertThat(pauses).hasSize(600 / 5);
  }

  @Test
  void wrongSecret_isTheEndAtOnce()
      throws IOException, InterruptedException, GeneralSecurityException {
    device(Recorded.named("device: wrong secret"));

    assertThat(enrol())
        .isEqualTo(new Result.Failed("invalid_client (Client authentication required)"));
    assertThat(shown).isEmpty();
  }

  @Test
  void grantWithoutRefreshToken_isRefused_andSaysWhatToDo()
      throws IOException, InterruptedException, GeneralSecurityException {
    answers.add(
        new Recorded(
            "",
            200,
            "application/json",
            "",
            "{\"access_token\": \"a\", \"expires_in\": \"3600\"}"));

    assertThat(((Result.Failed) enrol()).reason()).contains("no refresh token", "offline access");
    assertThat(tokens()).doesNotExist();
  }

  @Test
  void tokenThatThePortalDoesNotTake_isNotKept()
      throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: granted");
    server.answers(exchange -> {
      String path = exchange.getRequestURI().getPath();
      Recorded next =
          switch (path) {
            case "/oauth2/device" -> Recorded.named("device: start");
            case "/oauth2/token" -> Recorded.named("token: granted");
            default -> Recorded.named("verify: wrong bearer");
          };
      next.to(exchange);
    });

    assertThat(((Result.Failed) enrol()).reason()).contains("401");
    assertThat(tokens()).doesNotExist();
  }

  @Test
  void tokensThatAreThere_areReplacedAsAWhole_orNotAtAll()
      throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: granted");
    var _ = enrol();
    String before = Files.readString(tokens());
    answers.clear();
    answers.add(error("access_denied"));
    var _ = enrol();

    assertThat(tokens()).hasContent(before);
  }

  @Test
  void fileOfTokensThatOthersCanRead_isRefused_withTheRemedy()
      throws IOException, InterruptedException, GeneralSecurityException {
    answer("token: granted");
    var _ = enrol();
    Files.setPosixFilePermissions(tokens(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> PortalTokens.read(tokens())).hasMessageContaining("chmod 600");
  }

  // ----

  private void answer(String... names) throws IOException {
    for (String name : names) {
      answers.add(Recorded.named(name));
    }
  }

  private static Recorded error(String code) {
    return new Recorded("", 400, "application/json", "", "{\"error\": \"" + code + "\"}");
  }

  private void device(Recorded device) throws IOException {
    Recorded probe = Recorded.named("bastion-token: probe");
    server.answers(exchange -> {
      Recorded next =
          switch (exchange.getRequestURI().getPath()) {
            case "/oauth2/device" -> device;
            case "/oauth2/token" -> answers.size() > 1 ? answers.remove() : answers.element();
            default -> probe;
          };
      next.to(exchange);
    });
  }

  private Result enrol() throws IOException, InterruptedException {
    return enrol(Optional.of(SECRET));
  }

  private Result enrol(Optional<Secret> secret) throws IOException, InterruptedException {
    Transport transport =
        new Transport(Duration.ofSeconds(20), PortalTls.USUAL, Optional.empty(), Optional.empty());
    URI url = server.url();
    return Enrolling.at(
        url,
        new PortalClient("pam-access", secret, tokens()),
        transport,
        () -> now,
        new Watching());
  }

  private Path tokens() {
    return folder.resolve("tokens.json");
  }

  private String jti(int request) {
    String jwt = server.asked().get(request).body().path("client_assertion").asString();
    return JSON.readTree(decoded(jwt.split("[.]", -1)[1])).path("jti").asString();
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private static byte[] hmac(String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.reveal().getBytes(UTF_8), "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private final class Watching implements Enrolling.Watcher {
    @Override
    public void code(String userCode, String uri, Optional<String> complete) {
      shown.add(userCode + " " + uri + " " + complete.orElseThrow());
    }

    @Override
    public void pause(Duration time, Instant end) {
      pauses.add(time);
      now = now.plus(time);
    }
  }
}
