package io.sallyport.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An order to a running daemon: one line.
 *
 * @param daemon what the daemon is called in messages: {@code portal}, {@code bastion}
 * @param start the command that starts it, for messages
 * @param limit how long everything may take
 */
public record Order(String daemon, String start, Path socket, String line, Duration limit) {

  /** Gives the order, and waits for what comes of it. */
  public OrderReply give() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var _ = Deadline.after(limit, channel)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      Lines.write(channel, line);
      return OrderReply.decode(Lines.readAll(channel));
    } catch (IOException e) {
      return new OrderReply.Unavailable(problem(e));
    }
  }

  private String problem(IOException e) {
    if (Files.notExists(socket)) {
      return "no %s listens on %s; start it with `%s`".formatted(daemon, socket, start);
    }
    String fault = e instanceof AsynchronousCloseException ? "no answer in time" : e.getMessage();
    return "cannot ask the %s on %s: %s; see its log".formatted(daemon, socket, fault);
  }
}
