package io.sallyport.bastion.lobby;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Frames as a terminal takes them: the sequences of ECMA-48, and xterm's second screen. */
final class Drawing {

  private static final String CSI = "\u001b[";
  private static final String ENTER = CSI + "?1049h";
  private static final String LEAVE = CSI + "0m" + CSI + "?1049l";

  private Drawing() {}

  /** Goes over to the second screen, so that what stood in the first comes back afterwards. */
  static byte[] enter() {
    return ENTER.getBytes(US_ASCII);
  }

  static byte[] leave() {
    return LEAVE.getBytes(US_ASCII);
  }

  /** Every row anew: whatever stood there, and however many frames were left out, this is it. */
  static byte[] of(Frame frame) {
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < frame.lines().size(); row++) {
      boolean marked = row == frame.marked();
      out.append(at(row, 0)).append(CSI).append(marked ? "7m" : "0m").append(CSI).append("2K");
      out.append(frame.lines().get(row));
    }
    out.append(CSI).append("0m").append(at(frame.cursorRow(), frame.cursorColumn()));
    return out.toString().getBytes(US_ASCII);
  }

  private static String at(int row, int column) {
    return CSI + (row + 1) + ";" + (column + 1) + "H";
  }
}
