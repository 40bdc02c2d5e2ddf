package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code POST /oauth2/device}: begins the enrolment of a bastion (RFC 8628, section 3.1). */
final class DeviceEndpoint implements ClientEndpoint {
  static final String PATH = "/oauth2/device";

  private final DeviceRequests requests;
  private final String approvalPage;

  DeviceEndpoint(DeviceRequests requests, PortalUrls urls) {
    this.requests = requests;
    this.approvalPage = urls.of("/device");
  }

  @Override
  public Answer answer(Client client, Form form) throws OAuthError, SQLException {
    Optional<DeviceRequests.Codes> codes =
        requests.open(client, Scope.in(form), CodeChallenge.in(form));
    return answer(codes.orElseThrow(() -> OAuthError.serverError("Too many pending enrolments")));
  }

  private Answer answer(DeviceRequests.Codes codes) {
    UserCode userCode = codes.userCode();
    return Answer.ok(
            Map.of(
                "device_code", codes.deviceCode(),
                "user_code", userCode.toString(),
                "verification_uri", approvalPage,
                "verification_uri_complete", approvalPage + "?user_code=" + userCode.letters(),
                "expires_in", DeviceRequests.LIFE.toSeconds(),
                "interval", PollPace.INTERVAL.toSeconds()))
        .noting("begins to enrol, user code " + userCode);
  }
}
