package io.sallyport.bastion.door;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The requests that a client made in the lobby for its terminal and environment, kept for the shell
 * on a target that it may choose later. Bounded; one thread at a time.
 */
final class ShellRequests {

  private static final int MOST = 64;
  private static final int LARGEST = 4096;

  private final List<byte[]> kept = new ArrayList<>();
  private Optional<byte[]> resized = Optional.empty();

  /** Keeps the payload of a request, from its name on, if there is room for it. */
  boolean keep(byte[] request) {
    return kept.size() < MOST && request.length <= LARGEST && kept.add(request);
  }

  /** Keeps the last size of the terminal. */
  void resized(byte[] request) {
    resized = Optional.of(request);
  }

  /** The requests that make a shell as the client wants it, none of which wants a reply. */
  List<byte[]> all() {
    List<byte[]> requests = new ArrayList<>();
    kept.forEach(request -> requests.add(withoutReply(request)));
    resized.ifPresent(request -> requests.add(withoutReply(request)));
    requests.add(shell());
    return requests;
  }

  private static byte[] shell() {
    ByteArrayBuffer request = new ByteArrayBuffer();
    request.putString("shell");
    request.putBoolean(false);
    return request.getCompactData();
  }

  /** The client has had its answer. */
  private static byte[] withoutReply(byte[] request) {
    byte[] copy = request.clone();
    copy[Integer.BYTES + (int) new ByteArrayBuffer(request).getUInt()] = 0;
    return copy;
  }
}
