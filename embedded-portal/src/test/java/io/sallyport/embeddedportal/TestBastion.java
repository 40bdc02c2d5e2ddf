package io.sallyport.embeddedportal;

import io.sallyport.control.OrderReply;
import io.sallyport.embeddedportal.TestPortal.Reply;
import java.util.HashMap;
import java.util.Map;

/** A bastion that enrols with a test's portal, as a client with a secret and with PKCE. */
final class TestBastion {
  static final String VERIFIER = "pkce-verifier-0123456789-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  static final String SCOPE = "pam:server offline_access";

  private final TestPortal portal;
  private final Reply begun;

  private TestBastion(TestPortal portal, Reply begun) {
    this.portal = portal;
    this.begun = begun;
  }

  /** The parameters of a device request. */
  static Map<String, String> request(String scope) {
    Map<String, String> form = authenticated();
    form.put("scope", scope);
    form.put("code_challenge", challenge());
    form.put("code_challenge_method", "S256");
    return form;
  }

  static Map<String, String> authenticated() {
    Map<String, String> form = new HashMap<>();
    form.put("client_id", "sallyport");
    form.put("client_secret", PortalFiles.CLIENT_SECRET);
    return form;
  }

  static String challenge() {
    return TestAssertion.base64Url(Sha256.of(VERIFIER));
  }

  static TestBastion begins(TestPortal portal) {
    return begins(portal, request(SCOPE));
  }

  static TestBastion begins(TestPortal portal, Map<String, String> request) {
    Reply reply = portal.form(DeviceEndpoint.PATH, request);
    if (reply.status() != 200) {
      throw new AssertionError(reply.response().body());
    }
    return new TestBastion(portal, reply);
  }

  static Enrolled enrolled(TestPortal portal) {
    return enrolled(portal, SCOPE);
  }

  static Enrolled enrolled(TestPortal portal, String scope) {
    TestBastion bastion = begins(portal, request(scope));
    bastion.approve();
    Reply reply = bastion.poll();
    return new Enrolled(reply.text("access_token"), reply.text("refresh_token"));
  }

  /** The tokens of a bastion. */
  record Enrolled(String accessToken, String refreshToken) {}

  Reply begun() {
    return begun;
  }

  String userCode() {
    return begun.text("user_code");
  }

  String deviceCode() {
    return begun.text("device_code");
  }

  OrderReply approve() {
    return PortalControl.approveDevice(portal.files.control(), userCode());
  }

  OrderReply deny() {
    return PortalControl.denyDevice(portal.files.control(), userCode());
  }

  Map<String, String> poll(String verifier) {
    Map<String, String> form = authenticated();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.put("device_code", deviceCode());
    form.put("code_verifier", verifier);
    return form;
  }

  Reply poll() {
    return portal.form(TokenEndpoint.PATH, poll(VERIFIER));
  }
}
