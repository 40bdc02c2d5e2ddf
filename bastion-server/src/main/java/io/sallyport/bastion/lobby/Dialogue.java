package io.sallyport.bastion.lobby;

import java.util.Optional;

/**
 * Somebody choosing a destination: what they type goes in, what they are to see comes out, and at
 * some point it has an {@link Ending}. Nothing in it waits, and nothing happens by itself.
 *
 * <p>One thread at a time.
 */
public sealed interface Dialogue permits DrawnDialogue, PlainDialogue {

  /**
   * Takes what was typed; returns how many bytes of it. Those that it leaves it takes when {@link
   * #output} has been asked for; or, when it has ended, they are not meant for it.
   */
  int type(byte[] bytes, int offset, int length);

  /** Whether only time can tell what was typed: {@link #paused} is to be called in a moment. */
  boolean undecided();

  /** Nothing was typed for a moment. */
  void paused();

  /** Nothing more will be typed. */
  void hungUp();

  void resized(Size size);

  /** There was no way through to what was chosen: begins again, with these words. */
  void again(String words);

  /**
   * What is to be shown next; empty when there is nothing new. Whoever asks only when the last has
   * been sent need not keep more than that: what nobody has seen in time is left out.
   */
  byte[] output();

  /** Absent while it goes on. */
  Optional<Ending> ending();
}
