package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A portal that speaks the protocol of LemonLDAP::NG's PamAccess plugin, over HTTP. */
public final class LemonLdapPortal implements Portal, AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final OkHttpClient http;
  private final PamEndpoint pam;
  private final String serverGroup;

  /**
   * A client for the portal at this URL.
   *
   * @param accessToken the bearer token by which the portal knows this bastion
   * @param timeout for a whole call, from the connect to the last byte of the answer
   */
  public LemonLdapPortal(URI url, Secret accessToken, String serverGroup, Duration timeout) {
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            .connectTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout)
            .followRedirects(false)
            .build();
    this.pam =
        new PamEndpoint(
            http,
            HttpUrl.get(url.toString()).newBuilder().addPathSegment("pam").build(),
            accessToken);
    this.serverGroup = serverGroup;
  }

  @Override
  public PortalAnswer<Person> verify(String portalToken) {
    ObjectNode body = JSON.createObjectNode().put("token", portalToken);
    return pam.postOnce(
        "verify", body, answer -> answer.flag("valid") ? given(answer) : answer.refused("error"));
  }

  @Override
  public PortalAnswer<Person> authorize(String user, String host) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("user", user)
            .put("host", host)
            .put("service", "ssh")
            .put("server_group", serverGroup);
    return pam.post(
        "authorize",
        body,
        answer -> {
          if (!answer.flag("authorized")) {
            return answer.refused("reason");
          }
          return user.equals(answer.text("user"))
              ? given(answer)
              : new PortalAnswer.Refused<>("the portal answered about somebody else");
        });
  }

  @Override
  public PortalAnswer<String> bastionToken(BastionTokenRequest request) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("user", request.user())
            .put("target_host", request.targetHost())
            .put("target_group", request.targetGroup())
            .put("target_login", request.targetLogin())
            .put("bastion_group", serverGroup)
            .put("sid", request.sid());
    body.putObject("cnf").put("jkt", request.thumbprint());
    request.keyFingerprint().ifPresent(fingerprint -> body.put("key_fp", fingerprint));
    return pam.post(
        "bastion-token", body, answer -> new PortalAnswer.Given<>(answer.text("bastion_jwt")));
  }

  private static PortalAnswer<Person> given(PamAnswer answer) {
    return new PortalAnswer.Given<>(new Person(answer.text("user"), answer.texts("groups")));
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
