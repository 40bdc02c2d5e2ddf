package io.sallyport.embeddedportal;

import io.sallyport.embeddedportal.TokenAnswer.Refused;
import io.sallyport.embeddedportal.TokenAnswer.Unavailable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The other end of a running portal's control socket, for the command line. */
public final class PortalControl {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private PortalControl() {}

  /**
   * Asks the portal that listens on {@code controlSocket} for a portal token. Takes 5 s at most.
   *
   * @param person the name under {@code people} in portal.yaml
   */
  public static TokenAnswer requestToken(Path controlSocket, String person) {
    return requestToken(controlSocket, person, LIMIT);
  }

  static TokenAnswer requestToken(Path controlSocket, String person, Duration limit) {
    if (!Person.isName(person)) {
      return new Refused("that is not a login name");
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var _ = Deadline.after(limit, channel)) {
      channel.connect(UnixDomainSocketAddress.of(controlSocket));
      ControlWire.writeLine(channel, person);
      return ControlWire.decode(ControlWire.readLine(channel));
    } catch (IOException e) {
      return new Unavailable(problem(controlSocket, e));
    }
  }

  private static String problem(Path socket, IOException e) {
    if (Files.notExists(socket)) {
      return "no portal listens on %s; start it with `sallyport portal serve`".formatted(socket);
    }
    String fault = e instanceof AsynchronousCloseException ? "no answer in time" : e.getMessage();
    return "cannot ask the portal on %s: %s; see its log".formatted(socket, fault);
  }
}
