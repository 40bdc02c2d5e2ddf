package io.sallyport.config;

/** The objection of a record's constructor to one item of one of its lists. */
public final class ItemObjection extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String list;
  private final int index;

  /**
   * An objection, which is reported where the item stands.
   *
   * @param list the key of the list
   * @param index the item in it, from 0
   * @param message what is wrong and what to do
   */
  public ItemObjection(String list, int index, String message) {
    super(message);
    this.list = list;
    this.index = index;
  }

  String list() {
    return list;
  }

  int index() {
    return index;
  }
}
