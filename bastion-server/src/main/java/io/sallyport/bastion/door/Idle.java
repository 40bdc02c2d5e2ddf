package io.sallyport.bastion.door;

import io.sallyport.bastion.lobby.Size;
import java.io.IOException;

/** A channel in which nothing goes on, not yet or not any more. What comes in is passed over. */
record Idle(LobbyChannel channel) implements Occupant {

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    channel.getLocalWindow().release(length);
  }

  @Override
  public void windowGrew() {}

  @Override
  public void resized(Size size) {}

  @Override
  public void hungUp() {}

  @Override
  public void gone() {}
}
