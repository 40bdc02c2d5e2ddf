package io.sallyport.bastion.door;

import io.sallyport.bastion.lobby.Size;
import io.sallyport.bastion.wire.Wire;
import java.io.IOException;

/** A session channel whose data is a connection to the inner door, as that of a jump channel is. */
record Carried(Wire wire) implements Occupant {

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    wire.data(bytes, offset, length);
  }

  @Override
  public void windowGrew() throws IOException {
    wire.windowGrew();
  }

  @Override
  public void resized(Size size) {}

  @Override
  public void hungUp() {
    wire.peerGone();
  }

  @Override
  public void gone() {
    wire.peerGone();
  }
}
