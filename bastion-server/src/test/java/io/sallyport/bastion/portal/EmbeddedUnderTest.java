package io.sallyport.bastion.portal;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.config.Secret;
import io.sallyport.control.OrderReply;
import io.sallyport.embeddedportal.PortalConfig;
import io.sallyport.embeddedportal.PortalControl;
import io.sallyport.embeddedportal.TokenAnswer;
import io.sallyport.embeddedportal.faults.FaultyPortal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;

/** Our own portal, which can be told to go wrong. */
final class EmbeddedUnderTest implements PortalUnderTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Path folder;
  private final FaultyPortal faulty;

  EmbeddedUnderTest(Path folder) throws IOException {
    this.folder = folder;
    this.faulty = FaultyPortal.start(this::config, Clock.systemUTC());
  }

  private PortalConfig config(URI issuer) {
    String yaml =
        """
        listen: 127.0.0.1:0
        issuer: %s
        state: state
        control: portal.sock
        people:
          - {name: dwho, groups: [users, timelords]}
        clients:
          - {id: sallyport, secret: {file: secret}, group: bastion}
        rules:
          - {server_group: bastion, services: [ssh], groups: [users]}
        """
            .formatted(issuer);
    try {
      Files.setPosixFilePermissions(
          Files.writeString(folder.resolve("secret"), SECRET),
          PosixFilePermissions.fromString("rw-------"));
      return switch (ConfigFile.read(
          Files.writeString(folder.resolve("portal.yaml"), yaml), PortalConfig.class)) {
        case Loaded.Valid<PortalConfig>(var config) -> config;
        case Loaded.Invalid<PortalConfig> invalid -> throw new AssertionError(invalid.report());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI url() {
    return faulty.url();
  }

  @Override
  public String clientId() {
    return "sallyport";
  }

  @Override
  public Optional<Secret> clientSecret() {
    return Optional.of(Secret.of(SECRET));
  }

  @Override
  public String person() {
    return "dwho";
  }

  @Override
  public String portalToken() {
    return switch (faulty.portal().issueToken(person())) {
      case TokenAnswer.Issued(var token) -> token;
      case TokenAnswer.Refused refused -> throw new AssertionError(refused);
      case TokenAnswer.Unavailable unavailable -> throw new AssertionError(unavailable);
    };
  }

  @Override
  public void approve(String userCode) {
    OrderReply reply = PortalControl.approveDevice(folder.resolve("portal.sock"), userCode);
    if (!(reply instanceof OrderReply.Done)) {
      throw new AssertionError(reply);
    }
  }

  @Override
  public Optional<FaultyPortal> faults() {
    return Optional.of(faulty);
  }

  @Override
  public void close() {
    faulty.close();
  }
}
