package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.Database;
import io.sallyport.embeddedportal.Redemption.Reason;
import io.sallyport.embeddedportal.Redemption.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashTest {
  private static final Duration LIFE = Duration.ofHours(1);

  @TempDir Path folder;

  /** A process that dies at the moment when a token has been redeemed. */
  static final class Victim {
    private Victim() {}

    /** Redeems a token in the folder {@code args[0]}, prints it, and is gone. */
    public static void main(String[] args) throws IOException, SQLException {
      Database store = PortalSchema.open(Path.of(args[0]));
      PortalTokens tokens = tokens(store);
      String token = tokens.issue("dwho");
      tokens.redeem(token);
      System.out.println(token);
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  @DisplayName("N23 a token used right before the portal is killed stays used")
  void usedToken_staysUsed() throws IOException, InterruptedException, SQLException {
    Process victim =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String token = new String(victim.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(victim.waitFor()).isEqualTo(9);
    try (Database store = PortalSchema.open(folder)) {
      assertThat(tokens(store).redeem(token.strip())).isEqualTo(new Refused(Reason.USED));
    }
  }

  private static PortalTokens tokens(Database store) {
    Clock clock = Clock.systemUTC();
    return new PortalTokens(store, new Presence(store, clock), clock, LIFE);
  }
}
