package io.sallyport.bastion.admin;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode.Ecc;
import java.util.Optional;

/** A text as a QR code, of half blocks, two modules to a character: dark ones are blank. */
final class QrCode {

  private static final int QUIET = 2;

  private QrCode() {}

  /** The lines; none if the text is too long for a code. */
  static Optional<String> of(String text) {
    try {
      return Optional.of(drawn(io.nayuki.qrcodegen.QrCode.encodeText(text, Ecc.LOW)));
    } catch (DataTooLongException _) {
      return Optional.empty();
    }
  }

  private static String drawn(io.nayuki.qrcodegen.QrCode code) {
    StringBuilder lines = new StringBuilder();
    for (int y = -QUIET; y < code.size + QUIET; y += 2) {
      for (int x = -QUIET; x < code.size + QUIET; x++) {
        lines.append(half(light(code, x, y), light(code, x, y + 1)));
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  /** White on the dark ground of most terminals; cameras take the inverse as well. */
  private static char half(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '\u2588' : '\u2580';
    }
    return lower ? '\u2584' : ' ';
  }

  private static boolean light(io.nayuki.qrcodegen.QrCode code, int x, int y) {
    return !code.getModule(x, y); // false outside
  }
}
