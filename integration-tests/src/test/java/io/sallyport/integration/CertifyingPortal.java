package io.sallyport.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lab's portal with what LemonLDAP::NG has besides: vouchers, and an SSH authority that
 * certifies the keys of hops for them. Made with ssh-keygen.
 */
final class CertifyingPortal implements AutoCloseable {
  static final String VOUCHER = "639be0e0-bda1-442b-8e41-fa1673a0b9c8";

  /** Beyond 2^63. */
  static final String SERIAL = "17953652687920458351";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Lab lab;
  private final Path folder;
  private final Path ca;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Queue<JsonNode> certified = new ConcurrentLinkedQueue<>();
  private volatile String voucher = VOUCHER;

  private CertifyingPortal(Lab lab) throws IOException {
    this.lab = lab;
    folder = Files.createTempDirectory(lab.folder().path(), "portal-");
    ca = SshKeys.generate(folder.resolve("ca"), "portal");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::passOn);
    server.createContext("/pam/authorize", this::authorize);
    server.createContext("/ssh/ca", this::showAuthority);
    server.createContext("/ssh/revoked", this::showRevoked);
    server.createContext("/pam/bastion-cert", this::certify);
    server.start();
  }

  /** Stands in front of this lab's portal. */
  static CertifyingPortal of(Lab lab) throws IOException {
    return new CertifyingPortal(lab);
  }

  /** Without a slash at its end. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The authority's public key, for {@code TrustedUserCAKeys}. */
  String authority() {
    return SshKeys.publicKey(ca) + "\n";
  }

  /** Certifies the key of this pair for somebody, for an hour. */
  void certify(Path key, String user, long serial) {
    keygen(
        "-s %s -I %s@portal -n %s -z %d -V -1m:+1h %s.pub".formatted(ca, user, user, serial, key));
  }

  /** Revokes certificates for good. */
  void revoke(long serial) throws IOException {
    Path what = folder.resolve("revoked");
    Files.writeString(what, "serial: " + serial + "\n");
    keygen("-k -f %s -s %s.pub %s".formatted(folder.resolve("krl"), ca, what));
  }

  private static void keygen(String arguments) {
    Tool.run(("ssh-keygen -q " + arguments).split(" ", -1));
  }

  /** From now on it takes no other voucher, and gives the usual one. */
  void takesOnly(String other) {
    voucher = other;
  }

  /** What certificates were asked for. */
  Queue<JsonNode> certified() {
    return certified;
  }

  private void passOn(HttpExchange exchange) throws IOException {
    HttpResponse<String> answer = ask(exchange);
    send(exchange, answer.statusCode(), answer.body());
  }

  private void authorize(HttpExchange exchange) throws IOException {
    HttpResponse<String> answer = ask(exchange);
    JsonNode body = JSON.readTree(answer.body());
    if (body instanceof ObjectNode yes && body.path("authorized").asBoolean(false)) {
      yes.put("bastion_voucher", VOUCHER).put("bastion_voucher_expires_in", 43200);
    }
    send(exchange, answer.statusCode(), body.toString());
  }

  private void certify(HttpExchange exchange) throws IOException {
    JsonNode asked = JSON.readTree(exchange.getRequestBody());
    certified.add(asked);
    if (asked.path("voucher").asString("").equals(voucher)) {
      send(exchange, 200, certificate(asked).toString());
    } else {
      send(exchange, 403, "{\"error\":\"voucher_rejected\",\"reason\":\"voucher_mismatch\"}");
    }
  }

  private ObjectNode certificate(JsonNode asked) throws IOException {
    String user = asked.path("user").asString("");
    String keyId = "bastion=b;user=" + user + ";target=" + asked.path("target_host").asString("");
    Path key = Files.createTempFile(folder, "hop", ".pub");
    Files.writeString(key, asked.path("public_key").asString("") + "\n");
    String options = "-I " + keyId + " -n " + user + " -z " + SERIAL + " -V -1m:+2m";
    keygen("-s %s %s %s".formatted(ca, options, key));
    Path signed = Path.of(key.toString().replace(".pub", "-cert.pub"));
    return JSON.createObjectNode()
        .put("certificate", Files.readString(signed).strip())
        .put("serial", SERIAL)
        .put("expires_in", 120)
        .put("key_id", keyId);
  }

  private void showAuthority(HttpExchange exchange) throws IOException {
    send(exchange, 200, "text/plain; charset=utf-8", authority().getBytes(UTF_8));
  }

  private void showRevoked(HttpExchange exchange) throws IOException {
    Path krl = folder.resolve("krl");
    byte[] list = Files.exists(krl) ? Files.readAllBytes(krl) : new byte[0];
    send(exchange, 200, "application/octet-stream", list);
  }

  private HttpResponse<String> ask(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    var body = BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(lab.portalUrl() + path))
            .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
            .header("Content-Type", "application/json")
            .POST(body)
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    send(exchange, status, "application/json; charset=utf-8", json.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
