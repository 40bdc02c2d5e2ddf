package io.sallyport.bastion.door;

import io.sallyport.bastion.lobby.Size;
import io.sallyport.bastion.relay.LobbyEnd;
import io.sallyport.bastion.relay.RelayedHop;
import java.io.IOException;

/**
 * A session channel of the lobby that is joined with a shell on a target, as soon as what the menu
 * has drawn is sent.
 *
 * <p>Called by the channel, by one thread at a time.
 */
final class Aboard implements Occupant {

  private final LobbyChannel channel;
  private final RelayedHop hop;
  private final LobbyEnd end;
  private boolean begun;

  Aboard(LobbyChannel channel, RelayedHop hop) {
    this.channel = channel;
    this.hop = hop;
    this.end = new LobbyEnd(channel);
  }

  /** Begins, if nothing waits to be sent any more. */
  void begin() throws IOException {
    if (!begun && channel.outflow().idle()) {
      begun = true;
      end.begin(hop, channel.shellRequests().all());
    }
  }

  /** Whether the channel's messages are the backend's from now on. */
  boolean begun() {
    return begun;
  }

  /** The client takes more. */
  void windowGrew(long bytes) throws IOException {
    end.windowAdjust(bytes);
  }

  void request(byte[] payload) throws IOException {
    end.request(payload);
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    end.data(bytes, offset, length);
  }

  @Override
  public void windowGrew() throws IOException {
    begin();
  }

  /** The channel remembers it for the beginning. */
  @Override
  public void resized(Size size) {}

  @Override
  public void hungUp() throws IOException {
    end.eof();
  }

  @Override
  public void gone() {
    hop.close();
  }
}
