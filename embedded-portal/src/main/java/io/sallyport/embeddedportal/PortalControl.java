package io.sallyport.embeddedportal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

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
    return Person.isName(person)
        ? ask(
            new Question(controlSocket, "token " + person, limit),
            ControlWire::decodeToken,
            TokenAnswer.Unavailable::new)
        : new TokenAnswer.Refused("that is not a login name");
  }

  /** Lists the bastions that wait for a decision and those that enrolled. Takes 5 s at most. */
  public static DeviceAnswer listDevices(Path controlSocket) {
    return ask(controlSocket, "devices");
  }

  /**
   * Lets the bastion that shows {@code userCode} enrol. Takes 5 s at most.
   *
   * @param userCode the code as somebody typed it
   */
  public static DeviceAnswer approveDevice(Path controlSocket, String userCode) {
    return decide(controlSocket, "approve", userCode);
  }

  /**
   * Refuses the bastion that shows {@code userCode}. Takes 5 s at most.
   *
   * @param userCode the code as somebody typed it
   */
  public static DeviceAnswer denyDevice(Path controlSocket, String userCode) {
    return decide(controlSocket, "deny", userCode);
  }

  /**
   * Ends all tokens of an enrolled bastion, at once. Takes 5 s at most.
   *
   * @param id the id in the list
   */
  public static DeviceAnswer revokeDevice(Path controlSocket, String id) {
    return Syntax.NAME.matcher(id).matches()
        ? ask(controlSocket, "revoke " + id)
        : new DeviceAnswer.Refused("that is not the id of a bastion");
  }

  private static DeviceAnswer decide(Path controlSocket, String verb, String userCode) {
    return UserCode.typed(userCode)
        .map(code -> ask(controlSocket, verb + " " + code))
        .orElseGet(() -> new DeviceAnswer.Refused("a code has eight letters, as in WDJB-MJHT"));
  }

  private static DeviceAnswer ask(Path controlSocket, String command) {
    return ask(
        new Question(controlSocket, command, LIMIT),
        ControlWire::decodeDevices,
        DeviceAnswer.Unavailable::new);
  }

  private record Question(Path socket, String command, Duration limit) {}

  private interface Decoder<T> {
    T decode(List<String> answer) throws IOException;
  }

  private static <T> T ask(Question question, Decoder<T> decoder, Function<String, T> unavailable) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var _ = Deadline.after(question.limit(), channel)) {
      channel.connect(UnixDomainSocketAddress.of(question.socket()));
      ControlWire.writeLine(channel, question.command());
      return decoder.decode(ControlWire.readAll(channel));
    } catch (IOException e) {
      return unavailable.apply(problem(question.socket(), e));
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
