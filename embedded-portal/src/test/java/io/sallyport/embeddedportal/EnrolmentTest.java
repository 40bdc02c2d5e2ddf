package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnrolmentTest {
  private static final Client CLIENT = new Client("anybody", Optional.empty(), "bastion");

  @TempDir Path folder;

  @Test
  @DisplayName("of two that were told at once that they may enrol, one does")
  void code_isRedeemedOnce() throws IOException, SQLException {
    var clock = new TestClock();
    try (Database store = PortalSchema.open(folder)) {
      var requests = new DeviceRequests(store, clock);
      var enrolment = new Enrolment(store, new AccessTokens(store, clock), clock);
      Scope scope = Scope.of("pam:server");
      DeviceRequests.Codes codes = requests.open(CLIENT, scope, Optional.empty()).orElseThrow();
      requests.decide(codes.userCode(), true);
      assertThat(enrolment.enrol(CLIENT, codes.deviceCode(), scope)).isPresent();
      assertThat(enrolment.enrol(CLIENT, codes.deviceCode(), scope)).isEmpty();
      assertThat(new Devices(store, clock).enrolled()).hasSize(1);
    }
  }
}
