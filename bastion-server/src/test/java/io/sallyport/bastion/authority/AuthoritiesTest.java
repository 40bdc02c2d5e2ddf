package io.sallyport.bastion.authority;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.portal.PublishedAuthority;
import io.sallyport.bastion.testing.KeygenAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of the portal's authority, through outages and restarts. */
final class AuthoritiesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final UserCertificates SETTINGS =
      new UserCertificates(Duration.ofMinutes(5), Duration.ofHours(8));

  private final Path file;
  private final KeygenAuthority ca;
  private final Portal portal = new Portal();
  private Instant now = NOW;

  AuthoritiesTest(@TempDir Path folder) throws IOException, InterruptedException {
    this.file = folder.resolve("user-authority.json");
    this.ca = new KeygenAuthority(folder);
  }

  @BeforeEach
  void publish() throws IOException {
    portal.keys = new PortalAnswer.Given<>(ca.publicKey() + "\n");
  }

  @Test
  void beforeThePortalHasAnswered_nothingIsKnown() throws IOException {
    portal.keys = new PortalAnswer.Unavailable<>("down");
    try (Authorities authorities = open()) {
      assertThat(authorities.refresh()).isFalse();
      assertThat(authorities.current()).isEmpty();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void whatThePortalShows_isKnown_andKeptForTheNextStart_forItsOwnerOnly()
      throws IOException, InterruptedException {
    try (Authorities authorities = open()) {
      assertThat(authorities.refresh()).isTrue();
      assertThat(objection(authorities)).isEmpty();
    }
    portal.keys = new PortalAnswer.Unavailable<>("down");
    portal.revoked = new PortalAnswer.Unavailable<>("down");
    try (Authorities authorities = open()) {
      assertThat(objection(authorities)).isEmpty();
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whatThePortalRevokes_isKnownAfterTheNextLook_andAfterARestart()
      throws IOException, InterruptedException {
    try (Authorities authorities = open()) {
      var _ = authorities.refresh();
      portal.revoked = new PortalAnswer.Given<>(ca.revoke("serial: 7\n"));
      assertThat(authorities.refresh()).isTrue();
      assertThat(objection(authorities)).isEqualTo("its serial number is revoked");
    }
    try (Authorities authorities = open()) {
      assertThat(objection(authorities)).isEqualTo("its serial number is revoked");
    }
  }

  @ParameterizedTest(name = "after {0} s: {1}")
  @CsvSource({"28799, true", "28800, false", "-299, true", "-300, false"})
  @DisplayName("what was not confirmed for too long is not believed, nor what is from the future")
  void age_hasALimit(long seconds, boolean known) throws IOException {
    try (Authorities authorities = open()) {
      var _ = authorities.refresh();
      portal.revoked = new PortalAnswer.Unavailable<>("down");
      now = NOW.plusSeconds(seconds);
      assertThat(authorities.refresh()).isFalse();
      assertThat(authorities.current().isPresent()).isEqualTo(known);
    }
  }

  @Test
  void portalThatIsBackAgain_isBelievedAgain() throws IOException {
    try (Authorities authorities = open()) {
      var _ = authorities.refresh();
      now = NOW.plus(SETTINGS.maxStale());
      assertThat(authorities.current()).isEmpty();

      assertThat(authorities.refresh()).isTrue();
      assertThat(authorities.current()).isPresent();
    }
  }

  @Test
  @DisplayName("N24 an answer that is something else changes nothing")
  void answerThatIsSomethingElse_changesNothing() throws IOException, InterruptedException {
    try (Authorities authorities = open()) {
      portal.revoked = new PortalAnswer.Given<>(ca.revoke("serial: 7\n"));
      var _ = authorities.refresh();

      portal.revoked = new PortalAnswer.Given<>("<html>".getBytes(US_ASCII));
      assertThat(authorities.refresh()).isFalse();
      portal.revoked = new PortalAnswer.Given<>(new byte[0]);
      assertThat(authorities.refresh()).isFalse();
      portal.revoked = new PortalAnswer.Given<>(ca.revoke("serial: 8\n"));
      portal.keys = new PortalAnswer.Given<>("<html>Sign in</html>");
      assertThat(authorities.refresh()).isFalse();
      portal.keys = new PortalAnswer.Given<>("");
      assertThat(authorities.refresh()).isFalse();
      portal.keys = new PortalAnswer.Refused<>("ssh/ca: the portal has no SSH authority (404)");
      assertThat(authorities.refresh()).isFalse();

      assertThat(objection(authorities)).isEqualTo("its serial number is revoked");
    }
  }

  @Test
  void newAuthority_takesThePlaceOfTheOldOne_andTwoMayOverlap(@TempDir Path folder)
      throws IOException, InterruptedException {
    var next = new KeygenAuthority(folder);
    try (Authorities authorities = open()) {
      portal.keys = new PortalAnswer.Given<>(ca.publicKey() + "\n" + next.publicKey() + "\n");
      assertThat(authorities.refresh()).isTrue();
      assertThat(objection(authorities)).isEmpty();

      portal.keys = new PortalAnswer.Given<>(next.publicKey() + "\n");
      assertThat(authorities.refresh()).isTrue();
      assertThat(objection(authorities)).isEqualTo("its authority is not the portal's");
    }
  }

  @ParameterizedTest
  @CsvSource({"{}", "'{\"public_keys\":\"x\",\"revocation_list\":\"\",\"at\":1}'", "''"})
  void damagedFile_stopsTheStart(String content) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
  }

  @Test
  void fileThatOthersMayWrite_stopsTheStart() throws IOException {
    Files.writeString(file, "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }

  private Authorities open() throws IOException {
    return Authorities.still(portal, file, SETTINGS, () -> now);
  }

  /** What is wrong with a good certificate of serial number 7. */
  private String objection(Authorities authorities) throws IOException, InterruptedException {
    return authorities.current().orElseThrow().objection(ca.certify("alice", 7)).orElse("");
  }

  private static final class Portal implements PublishedAuthority {
    PortalAnswer<String> keys = new PortalAnswer.Given<>("");
    PortalAnswer<byte[]> revoked = new PortalAnswer.Given<>(new byte[0]);

    @Override
    public PortalAnswer<String> publicKeys() {
      return keys;
    }

    @Override
    public PortalAnswer<byte[]> revocationList() {
      return revoked;
    }
  }
}
