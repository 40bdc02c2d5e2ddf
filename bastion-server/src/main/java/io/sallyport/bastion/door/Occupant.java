package io.sallyport.bastion.door;

import io.sallyport.bastion.lobby.Size;
import java.io.IOException;

/**
 * What a session channel of the outer door is used for, once something was started on it. Called on
 * the I/O thread of the client's connection.
 */
interface Occupant {

  /** Takes what the client sent; has to grant the window again. */
  void data(byte[] bytes, int offset, int length) throws IOException;

  /** The client takes more. */
  void windowGrew() throws IOException;

  /** The client's terminal has another size. */
  void resized(Size size) throws IOException;

  /** The client sends no more. */
  void hungUp() throws IOException;

  /** The channel is closed. */
  void gone();
}
