package io.sallyport.bastion.recording;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/**
 * A terminal that lets recorded output draw and nothing else.
 *
 * <p>A hostile backend writes for its reviewer's terminal too: titles, the clipboard (OSC 52),
 * questions whose answers are typed into the reviewer's shell (DA, DSR, DECRQSS). Strings (OSC,
 * DCS, APC, PM, SOS) are dropped whole, and of the control sequences (ECMA-48) only those pass that
 * move, erase, scroll, colour or set a screen mode.
 */
final class DrawingOnly extends FilterOutputStream {

  private static final int ESC = 0x1b;
  private static final int BEL = 0x07;
  private static final int CAN = 0x18;
  private static final int SUB = 0x1a;
  private static final int C1_LEAD_BYTE = 0xc2;
  private static final int C1_STRING_TERMINATOR = 0x9c;
  private static final int LONGEST_SEQUENCE = 64;

  /** Finals of sequences that draw; without those that ask (c, n, x, y) or act (i, q, t, |). */
  private static final String DRAWING_FINALS = "@ABCDEFGHIJKLMPSTXZ`abdefgmrsu";

  /**
   * Modes that may be set and reset: insert, cursor keys, wrap, cursor, alternate screen; no mouse.
   */
  private static final Set<String> SCREEN_MODES =
      Set.of("4", "?1", "?7", "?12", "?25", "?47", "?1047", "?1048", "?1049");

  private enum State {
    TEXT,
    C1_LEAD,
    ESCAPE,
    CHARSET,
    SEQUENCE,
    STRING,
    STRING_LEAD
  }

  private State state = State.TEXT;
  private final StringBuilder sequence = new StringBuilder();

  DrawingOnly(OutputStream terminal) {
    super(terminal);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(data[i]);
    }
  }

  @Override
  public void write(int value) throws IOException {
    int b = value & 0xff;
    switch (state) {
      case TEXT -> text(b);
      case C1_LEAD -> afterLead(b);
      case ESCAPE -> escape(b);
      case CHARSET -> charset(b);
      case SEQUENCE -> sequence(b);
      case STRING -> string(b);
      case STRING_LEAD -> stringAfterLead(b);
    }
  }

  private void text(int b) throws IOException {
    if (b == ESC) {
      state = State.ESCAPE;
    } else if (b == C1_LEAD_BYTE) {
      state = State.C1_LEAD;
    } else if ((b >= 0x20 && b != 0x7f) || b == '\n' || b == '\r' || b == '\t' || b == '\b') {
      out.write(b);
    }
  }

  /** U+0080 to U+009F are control characters too: U+009B begins a sequence without an ESC. */
  private void afterLead(int b) throws IOException {
    state = State.TEXT;
    if (b < 0x80 || b > 0x9f) {
      out.write(C1_LEAD_BYTE);
      text(b);
    }
  }

  private void escape(int b) throws IOException {
    switch (b) {
      case '[' -> begin(State.SEQUENCE);
      case ']', 'P', 'X', '^', '_' -> state = State.STRING;
      case '(', ')' -> {
        begin(State.CHARSET);
        sequence.append((char) b);
      }
      case '7', '8', 'D', 'E', 'M', '=', '>' -> {
        emit("" + (char) b);
        state = State.TEXT;
      }
      default -> state = State.TEXT;
    }
  }

  private void charset(int b) throws IOException {
    if (b == '0' || b == 'B') {
      emit(sequence.toString() + (char) b);
    }
    state = State.TEXT;
  }

  private void sequence(int b) throws IOException {
    if (b >= 0x40 && b <= 0x7e) {
      if (draws((char) b)) {
        emit("[" + sequence + (char) b);
      }
      state = State.TEXT;
    } else if (b < 0x20 || b > 0x7e || sequence.length() >= LONGEST_SEQUENCE) {
      state = State.TEXT;
    } else {
      sequence.append((char) b);
    }
  }

  private boolean draws(char end) {
    if (end == 'h' || end == 'l') {
      return SCREEN_MODES.contains(sequence.toString());
    }
    return DRAWING_FINALS.indexOf(end) >= 0
        && sequence.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
  }

  /** Ends where terminals end it, so that nothing that they show is hidden here. */
  private void string(int b) {
    state =
        switch (b) {
          case BEL, CAN, SUB -> State.TEXT;
          case ESC -> State.ESCAPE;
          case C1_LEAD_BYTE -> State.STRING_LEAD;
          default -> State.STRING;
        };
  }

  private void stringAfterLead(int b) {
    if (b == C1_STRING_TERMINATOR) {
      state = State.TEXT;
    } else {
      string(b);
    }
  }

  private void begin(State next) {
    sequence.setLength(0);
    state = next;
  }

  private void emit(String rest) throws IOException {
    out.write(ESC);
    for (int i = 0; i < rest.length(); i++) {
      out.write(rest.charAt(i));
    }
  }
}
