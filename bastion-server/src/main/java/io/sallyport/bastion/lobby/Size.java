package io.sallyport.bastion.lobby;

/**
 * The size of a terminal, in characters.
 *
 * @param rows 1 to 200
 * @param columns 1 to 500
 */
public record Size(int rows, int columns) {

  private static final Size USUAL = new Size(24, 80);
  private static final int MOST_ROWS = 200;
  private static final int MOST_COLUMNS = 500;

  /**
   * The size that a client claims: 0 means that it does not know, and nobody has a million rows.
   */
  public static Size claimed(long rows, long columns) {
    return new Size(
        within(rows, USUAL.rows, MOST_ROWS), within(columns, USUAL.columns, MOST_COLUMNS));
  }

  private static int within(long claimed, int usual, int most) {
    return claimed <= 0 ? usual : (int) Math.min(claimed, most);
  }
}
