package io.sallyport.embeddedportal;

import io.sallyport.control.ControlSocket;
import io.sallyport.database.Database;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A running portal: the wire protocol of a LemonLDAP::NG portal with PamAccess, served to the
 * bastions that portal.yaml names and to those that enrolled.
 *
 * <p>The whole of it is put together in {@link #start}, in the order of the data flow.
 */
public final class EmbeddedPortal implements AutoCloseable {
  private static final Duration BODY_LIMIT = Duration.ofSeconds(10);

  private final Parts parts;
  private final URI url;
  private final TokenDesk desk;

  private EmbeddedPortal(Parts parts, URI url, TokenDesk desk) {
    this.parts = parts;
    this.url = url;
    this.desk = desk;
  }

  /**
   * Starts everything, or nothing.
   *
   * @throws IOException if something is in use, unsafe or unreadable; the message says what to do
   */
  public static EmbeddedPortal start(PortalConfig config, Clock clock) throws IOException {
    var parts = new Parts();
    try {
      return start(config, clock, parts);
    } catch (IOException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static EmbeddedPortal start(PortalConfig config, Clock clock, Parts parts)
      throws IOException {
    var accounts = parts.started(config.watchServiceAccounts(clock), LiveServiceAccounts::close);
    var state = parts.started(StateFolder.open(config.state()), StateFolder::close);
    var store = parts.started(PortalSchema.open(state.path()), Database::close);
    var key = SigningKey.loadOrCreate(state.path());
    var directory = new Directory(config.people(), accounts, clock);
    var presence = new Presence(store, clock);
    var tokens = new PortalTokens(store, presence, clock, config.tokenTtl());
    var desk = new TokenDesk(directory, tokens);
    var clients = new Clients(config.clients());
    var requests = new DeviceRequests(store, clock);
    var accessTokens = new AccessTokens(store, clock);
    var revocation = new Revocation(store, clock);
    var devices = new DeviceDesk(requests, new Devices(store, clock), revocation, clock);
    parts.started(
        ControlSocket.open(config.control(), "portal", new ControlDesk(desk, devices)),
        ControlSocket::close);

    var urls = new PortalUrls(config.issuer());
    var body = new RequestBody(BODY_LIMIT);
    var rules = new AccessRules(config.rules());
    var signer = new HopSigner(config.issuer(), key, clock, config.bastionTokenTtl());
    var bastions = new EnrolledBastions(config.bastions(), clients, accessTokens);
    var assertions = new AssertionVerifier(urls, new UsedAssertions(store, clock), clock);
    var authentication = new ClientAuthentication(clients, assertions);
    var enrolment = new Enrolment(store, accessTokens, clock);
    var heartbeats = new Heartbeats(store, clients, accessTokens, clock);

    Map<String, Endpoint> forBastions =
        Map.of(
            VerifyEndpoint.PATH, new VerifyEndpoint(directory, tokens),
            AuthorizeEndpoint.PATH, new AuthorizeEndpoint(directory, rules, config.offlineTtl()),
            UserinfoEndpoint.PATH, new UserinfoEndpoint(directory),
            BastionTokenEndpoint.PATH,
                new BastionTokenEndpoint(directory, presence, rules, signer));
    Map<String, ClientEndpoint> forClients =
        Map.of(
            DeviceEndpoint.PATH, new DeviceEndpoint(requests, urls),
            TokenEndpoint.PATH, new TokenEndpoint(requests, enrolment),
            RevocationEndpoint.PATH, new RevocationEndpoint(revocation),
            IntrospectionEndpoint.PATH, new IntrospectionEndpoint(accessTokens, urls));

    Map<String, Route> routes = new HashMap<>();
    routes.put(Discovery.PATH, new Route.Document(Discovery.document(urls)));
    routes.put(Discovery.KEYS_PATH, new Route.Document(Answer.ok(key.publicKeys())));
    forBastions.forEach((path, endpoint) ->
        routes.put(path, new Route.Question(new ServerGate(bastions, body, endpoint))));
    forClients.forEach((path, endpoint) ->
        routes.put(path, new Route.Question(new ClientGate(authentication, body, endpoint))));
    routes.put(
        HeartbeatEndpoint.PATH, new Route.Question(new HeartbeatEndpoint(body, heartbeats, clock)));
    var http =
        parts.started(
            HttpServer.start(config.listen(), new PortalHandler(routes)), HttpServer::stop);
    return new EmbeddedPortal(parts, http.url(), desk);
  }

  /** Where it listens: with the real port when any was asked for. Ends in a slash. */
  public URI url() {
    return url;
  }

  /** Makes a portal token for a person of the configuration, who counts as seen from then on. */
  public TokenAnswer issueToken(String person) {
    return desk.issue(person);
  }

  /** Stops serving and removes the control socket. Does nothing the second time. */
  @Override
  public void close() {
    parts.close();
  }
}
