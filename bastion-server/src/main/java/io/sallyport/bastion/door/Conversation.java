package io.sallyport.bastion.door;

import io.sallyport.bastion.lobby.Dialogue;
import io.sallyport.bastion.lobby.Ending;
import io.sallyport.bastion.lobby.Size;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A dialogue that is held over a session channel. The client's I/O thread brings what is typed, a
 * timer tells that nothing more was, and whoever tries the way onward may say that there is none.
 *
 * <p>What the client does not read yet is never more than one frame: the next is drawn when the
 * last has been sent. In the same way nothing is read whose answer would pile up.
 */
final class Conversation implements Occupant {

  /** How long after ESC the rest of a key's sequence may come. */
  private static final long PAUSE_MS = 100;

  private final LobbyChannel channel;
  private final Dialogue dialogue;
  private final Departure departure;

  // Guarded by this.
  private final Queue<byte[]> unread = new ArrayDeque<>();
  private int read;
  private long heard;
  private boolean hungUp;
  private boolean over;
  private boolean gone;
  private boolean timing;

  Conversation(LobbyChannel channel, Dialogue dialogue, Departure departure) {
    this.channel = channel;
    this.dialogue = dialogue;
    this.departure = departure;
  }

  /** Shows the first frame. */
  synchronized void begin() throws IOException {
    go();
  }

  LobbyChannel channel() {
    return channel;
  }

  /** There was no way through: the menu comes back, with these words. Any thread. */
  synchronized void again(String words) throws IOException {
    if (gone) {
      return;
    }
    over = false;
    dialogue.again(words);
    go();
  }

  /** Leaves to another what was typed behind the end of the dialogue, and that it was all. */
  synchronized void handOver(Occupant next) throws IOException {
    for (byte[] bytes = unread.poll(); bytes != null; bytes = unread.poll()) {
      next.data(bytes, read, bytes.length - read);
      read = 0;
    }
    if (hungUp) {
      next.hungUp();
    }
  }

  @Override
  public synchronized void data(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    unread.add(Arrays.copyOfRange(bytes, offset, offset + length));
    heard++;
    go();
  }

  @Override
  public synchronized void windowGrew() throws IOException {
    go();
  }

  @Override
  public synchronized void resized(Size size) throws IOException {
    dialogue.resized(size);
    go();
  }

  @Override
  public synchronized void hungUp() throws IOException {
    hungUp = true;
    go();
  }

  @Override
  public synchronized void gone() {
    over = true;
    gone = true;
    unread.clear();
  }

  private void go() throws IOException {
    boolean more = true;
    while (more) {
      more = (!over && show()) || read();
    }
    if (over) {
      return;
    }
    if (hungUp && unread.isEmpty()) {
      dialogue.hungUp();
    }
    if (dialogue.ending().isPresent()) {
      end(dialogue.ending().get());
    } else if (dialogue.undecided() && !timing) {
      startTimer();
    }
  }

  private boolean show() throws IOException {
    byte[] next = channel.outflow().idle() ? dialogue.output() : new byte[0];
    channel.outflow().write(false, next);
    return next.length > 0;
  }

  private boolean read() throws IOException {
    byte[] first = unread.peek();
    if (first == null) {
      return false;
    }
    int taken = dialogue.type(first, read, first.length - read);
    channel.getLocalWindow().release(taken);
    read += taken;
    if (read == first.length) {
      unread.remove();
      read = 0;
    }
    return taken > 0;
  }

  private void end(Ending ending) throws IOException {
    over = true;
    channel.outflow().write(false, dialogue.output());
    switch (ending) {
      case Ending.Left _ -> channel.outflow().finish(0);
      case Ending.Chosen(var destination) -> departure.go(destination, this);
    }
  }

  private void startTimer() {
    timing = true;
    long until = heard;
    var _ =
        channel
            .getSession()
            .getFactoryManager()
            .getScheduledExecutorService()
            .schedule(() -> paused(until), PAUSE_MS, TimeUnit.MILLISECONDS);
  }

  private synchronized void paused(long until) {
    timing = false;
    if (heard == until) {
      dialogue.paused();
    }
    try {
      go();
    } catch (IOException _) {
      var _ = channel.close(true);
    }
  }
}
