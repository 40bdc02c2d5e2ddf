package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.verifier.TestBackend.Hop;
import io.sallyport.verifier.explain.ExplainCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("sallyport-verifier explain")
final class ExplainCommandTest {
  @TempDir Path folder;
  private TestBackend backend;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeBackend() throws IOException {
    backend = new TestBackend(folder);
    var _ = backend.configFile();
  }

  @Test
  void says_who_would_be_let_in() throws IOException, InterruptedException {
    assertThat(explain(line(backend.hopTo("web-01")))).isZero();
    assertThat(said())
        .startsWith("alice, to the login deploy on web-01, by bastion-01, session s-1\n")
        .contains("ok   the token is bound to the certificate\n", "(4m")
        .doesNotContain("NO ", "not looked at")
        .endsWith("would be let in as deploy\n");
  }

  @Test
  void says_every_reason_at_once() throws IOException, InterruptedException {
    String hop = line(backend.hopTo("db-07"));

    assertThat(explain(hop, "--login", "root", "--at", Instant.now().plusSeconds(9000).toString()))
        .isEqualTo(1);
    assertThat(said())
        .contains(
            "(2h25m",
            "NO   expired: the token expired at ",
            "NO   wrong-target: the token is for the host db-07\n")
        .endsWith("would be refused: principals, expired, wrong-target, wrong-login\n");
  }

  @Test
  void says_that_nobody_is_let_in_under_a_login_that_could_be_misread()
      throws IOException, InterruptedException {
    assertThat(explain(line(backend.hopTo("web-01")), "--login", "deploy@corp")).isEqualTo(1);
    assertThat(said()).contains("NO   malformed: the login has characters that could be misread\n");
  }

  @Test
  void looks_at_a_token_by_itself_as_far_as_it_goes() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");

    assertThat(explain(hop.token())).isZero();
    assertThat(said())
        .contains("-    not looked at: the token is bound to the certificate\n")
        .endsWith("would be let in as deploy, in a certificate that it is bound to\n");
  }

  @Test
  void says_that_a_connection_has_shown_it() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    VerifierConfig config = backend.config();
    try (Verifier verifier = Verifier.start(config, Clock.systemUTC())) {
      SshdConnection connection = new SshdConnection("1/2");
      assertThat(verifier.authorizedKeysLine("deploy", hop.type(), hop.base64(), connection))
          .isPresent();
    }

    assertThat(explain(line(hop))).isEqualTo(1);
    assertThat(said()).endsWith("would be refused: already-used\n");
  }

  @Test
  void says_nothing_about_claims_for_which_nobody_vouches()
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    String[] parts = hop.token().split("\\.", -1);

    assertThat(explain(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length())))
        .isEqualTo(1);
    assertThat(said())
        .startsWith("NO   bad-signature: ")
        .contains("-    not looked at: the token is for this host\n")
        .endsWith("would be refused: bad-signature\n");
  }

  @Test
  void says_that_keys_are_not_there() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    Files.delete(folder.resolve("jwks.json"));

    assertThat(explain(line(hop))).isEqualTo(1);
    assertThat(said()).endsWith("would be refused: no-keys\n");
  }

  @Test
  void tells_what_is_malformed_from_what_is_neither() throws IOException, InterruptedException {
    String type = backend.hopTo("web-01").type();

    assertThat(explain(type + " AAAA")).isEqualTo(1);
    assertThat(said()).contains("NO   malformed: ").endsWith("would be refused: malformed\n");
    assertThat(explain("hello")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("neither a token nor a certificate")
        .doesNotContain("hello");
  }

  @Test
  void reads_a_file_or_words_or_standard_input() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    Path file = Files.writeString(folder.resolve("x-cert.pub"), line(hop));

    assertThat(run("", file.toString())).isZero();
    assertThat(run("", hop.type(), hop.base64())).isZero();
    assertThat(run(line(hop), "-")).isZero();
    assertThat(run(line(hop))).isZero();
  }

  @Test
  void never_prints_a_token() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("db-07");
    for (String what :
        new String[] {line(hop), hop.token(), hop.token() + "x", "." + hop.token()}) {
      var _ = explain(what);
    }
    for (String part : hop.token().split("\\.", -1)) {
      assertThat(said() + err.toString(UTF_8)).doesNotContain(part);
    }
  }

  @Test
  void reports_a_bad_configuration() throws IOException {
    Files.writeString(folder.resolve("verifier.yaml"), "nonsense: 1\n");

    assertThat(explain("a.b.c")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("verifier.yaml", "nonsense");
  }

  private static String line(Hop hop) {
    return hop.type() + " " + hop.base64() + " comment\n";
  }

  private int explain(String input, String... options) {
    return run(input, options);
  }

  private int run(String input, String... words) {
    out.reset();
    var command =
        new ExplainCommand(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new ConfiguredExplainer(),
            Clock.systemUTC());
    return new CommandLine(command)
        .execute(
            Stream.concat(
                    Stream.of("--config", folder.resolve("verifier.yaml").toString()),
                    Stream.of(words))
                .toArray(String[]::new));
  }

  private String said() {
    return out.toString(UTF_8);
  }
}
