package io.sallyport.bastion.lobby;

import io.sallyport.bastion.lobby.Key.Named;
import java.util.Optional;

/**
 * Turns the bytes of a terminal into keys, one byte at a time, so that it does not matter how they
 * were cut into packets.
 *
 * <p>Bytes above ASCII belong to characters that no destination has in its name; in UTF-8 none of
 * them is part of anything else, so they are passed over one by one.
 */
final class KeyDecoder {

  private static final int ESC = 0x1b;
  private static final int DEL = 0x7f;

  /** What the Ctrl key leaves of a letter. */
  private static final int CONTROL = 0x1f;

  private static final int LONGEST_PARAMETER = 16;

  private enum State {
    GROUND,
    /** After ESC: the key of that name, or the beginning of a sequence. */
    ESCAPE,
    /** After ESC O: one character follows. */
    SS3,
    /** After ESC [: parameters, and a final character (ECMA-48, section 5.4). */
    CSI
  }

  private State state = State.GROUND;
  private final StringBuilder parameters = new StringBuilder();
  private int last;

  /** The key that this byte completes. */
  Optional<Key> take(byte value) {
    int c = value & 0xff;
    Optional<Key> key =
        switch (state) {
          case GROUND -> ground(c);
          case ESCAPE -> escape(c);
          case SS3 -> {
            state = State.GROUND;
            yield cursor(c);
          }
          case CSI -> csi(c);
        };
    last = c;
    return key;
  }

  /** Whether ESC was the last byte: only time tells whether it was a key. */
  boolean undecided() {
    return state == State.ESCAPE;
  }

  /** Nothing has followed for a while: ESC was a key. */
  Optional<Key> decide() {
    if (!undecided()) {
      return Optional.empty();
    }
    state = State.GROUND;
    return Optional.of(Named.ESCAPE);
  }

  private Optional<Key> ground(int c) {
    return switch (c) {
      case ESC -> {
        state = State.ESCAPE;
        yield Optional.empty();
      }
      case '\n' -> last == '\r' ? Optional.empty() : Optional.of(Named.ENTER);
      default -> Printable.is(c) ? Optional.of(new Key.Typed((char) c)) : control(c);
    };
  }

  private static Optional<Key> control(int c) {
    return Optional.ofNullable(
        switch (c) {
          case '\r' -> Named.ENTER;
          case '\b', DEL -> Named.BACKSPACE;
          case 'C' & CONTROL, 'D' & CONTROL -> Named.LEAVE;
          case 'P' & CONTROL -> Named.UP;
          case 'N' & CONTROL -> Named.DOWN;
          case 'A' & CONTROL -> Named.HOME;
          case 'E' & CONTROL -> Named.END;
          case 'U' & CONTROL -> Named.CLEAR;
          case 'L' & CONTROL -> Named.REDRAW;
          default -> null;
        });
  }

  /** What follows ESC. A character is what Alt makes of it, which means nothing here. */
  private Optional<Key> escape(int c) {
    state =
        switch (c) {
          case '[' -> State.CSI;
          case 'O' -> State.SS3;
          case ESC -> State.ESCAPE;
          default -> State.GROUND;
        };
    parameters.setLength(0);
    return c == ESC ? Optional.of(Named.ESCAPE) : Optional.empty();
  }

  private Optional<Key> csi(int c) {
    if (c < ' ') {
      state = State.GROUND;
      return ground(c);
    }
    if (c < '@' && parameters.length() < LONGEST_PARAMETER) {
      parameters.append((char) c);
      return Optional.empty();
    }
    if (c < '@') {
      return Optional.empty();
    }
    state = State.GROUND;
    return c == '~' ? numbered(parameters.toString()) : cursor(c);
  }

  private static Optional<Key> cursor(int c) {
    return Optional.ofNullable(
        switch (c) {
          case 'A' -> Named.UP;
          case 'B' -> Named.DOWN;
          case 'H' -> Named.HOME;
          case 'F' -> Named.END;
          case 'M' -> Named.ENTER;
          default -> null;
        });
  }

  /** {@code ESC [ number ~}, the number perhaps followed by what was held down with it. */
  private static Optional<Key> numbered(String parameters) {
    return Optional.ofNullable(
        switch (parameters.split(";", 2)[0]) {
          case "1", "7" -> Named.HOME;
          case "4", "8" -> Named.END;
          case "5" -> Named.PAGE_UP;
          case "6" -> Named.PAGE_DOWN;
          default -> null;
        });
  }
}
