package io.sallyport.bastion.lobby;

/** Text that does nothing to a terminal but stand there: visible ASCII and spaces. */
final class Printable {

  private static final int FIRST = ' ';
  private static final int LAST = '~';

  private Printable() {}

  static boolean is(int character) {
    return character >= FIRST && character <= LAST;
  }

  /** The text with a question mark for whatever else stands in it. */
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.append(is(c) ? (char) c : '?'));
    return safe.toString();
  }
}
