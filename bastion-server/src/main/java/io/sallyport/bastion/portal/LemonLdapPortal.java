package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A portal that speaks the protocol of LemonLDAP::NG's PamAccess plugin, over HTTP. */
public final class LemonLdapPortal implements Portal, AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final OkHttpClient http;
  private final PamEndpoint pam;
  private final SshEndpoint ssh;
  private final Optional<Pulse> pulse;
  private final String serverGroup;

  private LemonLdapPortal(
      OkHttpClient http,
      PamEndpoint pam,
      SshEndpoint ssh,
      Optional<Pulse> pulse,
      String serverGroup) {
    this.http = http;
    this.pam = pam;
    this.ssh = ssh;
    this.pulse = pulse;
    this.serverGroup = serverGroup;
  }

  /**
   * A client for the portal at this URL.
   *
   * @param accessToken the bearer token by which the portal knows this bastion
   * @throws IOException if the transport's files cannot be used; the message is for the operator
   */
  public static LemonLdapPortal at(
      URI url, Secret accessToken, String serverGroup, Transport transport, InstantSource clock)
      throws IOException {
    OkHttpClient http = transport.client(url, clock);
    PamEndpoint pam =
        new PamEndpoint(http, pam(url), AccessTokens.only(accessToken), new Breaker(clock));
    return new LemonLdapPortal(http, pam, ssh(http, url), Optional.empty(), serverGroup);
  }

  /**
   * A client for the portal at which this bastion has enrolled; its heart beats until it is closed.
   *
   * @param report what each beat tells the portal
   * @throws IOException as {@link #at} does, or if the enrolment's tokens cannot be read
   */
  public static LemonLdapPortal enrolled(
      URI url,
      PortalClient client,
      String serverGroup,
      Transport transport,
      Supplier<HeartbeatReport> report,
      InstantSource clock)
      throws IOException {
    OkHttpClient http = transport.client(url, clock);
    Heartbeat heart =
        new Heartbeat(
            new HeartbeatEndpoint(http, pam(url)),
            client.tokens(),
            Heartbeat.Self.here(serverGroup, clock.instant()),
            report,
            clock,
            new SecureRandom()::nextDouble);
    PamEndpoint pam = new PamEndpoint(http, pam(url), heart, new Breaker(clock));
    return new LemonLdapPortal(
        http, pam, ssh(http, url), Optional.of(new Pulse(heart)), serverGroup);
  }

  private static HttpUrl pam(URI url) {
    return below(url, "pam");
  }

  private static SshEndpoint ssh(OkHttpClient http, URI url) {
    return new SshEndpoint(http, below(url, "ssh"));
  }

  private static HttpUrl below(URI url, String path) {
    return HttpUrl.get(url.toString()).newBuilder().addPathSegment(path).build();
  }

  /** What it tells everybody about its SSH authority. */
  public PublishedAuthority authority() {
    return ssh;
  }

  @Override
  public PortalAnswer<Person> verify(String portalToken) {
    ObjectNode body = JSON.createObjectNode().put("token", portalToken);
    return pam.postOnce(
        "verify", body, answer -> answer.flag("valid") ? given(answer) : answer.refused("error"));
  }

  @Override
  public PortalAnswer<Authorization> authorize(String user, String host) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("user", user)
            .put("host", host)
            .put("service", "ssh")
            .put("server_group", serverGroup);
    return pam.post(
        "authorize",
        body,
        answer -> answer.flag("authorized") ? authorized(user, answer) : answer.refused("reason"));
  }

  @Override
  public PortalAnswer<Person> userinfo(String user) {
    return pam.post(
        "userinfo",
        JSON.createObjectNode().put("user", user),
        answer ->
            answer.flag("found")
                ? about(user, answer)
                : new PortalAnswer.Refused<>("there is nobody of this name"));
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

  @Override
  public PortalAnswer<String> bastionCertificate(BastionCertificateRequest request) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("user", request.user())
            .put("target_host", request.targetHost())
            .put("target_group", request.targetGroup())
            .put("public_key", request.publicKey())
            .put("voucher", request.voucher().id().reveal());
    // Serial, key id and life stand in the certificate as well, and there they count.
    return pam.post(
        "bastion-cert", body, answer -> new PortalAnswer.Given<>(answer.text("certificate")));
  }

  private static PortalAnswer<Authorization> authorized(String user, PamAnswer answer) {
    return about(user, answer)
        .then(person ->
            new PortalAnswer.Given<>(
                new Authorization(person, Voucher.in(answer), answer.offlineLimit())));
  }

  private static PortalAnswer<Person> about(String user, PamAnswer answer) {
    return user.equals(answer.text("user"))
        ? given(answer)
        : new PortalAnswer.Refused<>("the portal answered about somebody else");
  }

  private static PortalAnswer<Person> given(PamAnswer answer) {
    return new PortalAnswer.Given<>(new Person(answer.text("user"), answer.texts("groups")));
  }

  @Override
  public void close() {
    pulse.ifPresent(Pulse::close);
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
