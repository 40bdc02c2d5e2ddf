package io.sallyport.bench;

/** A way to move many bytes. */
enum Transfer {
  CAT_UP("`ssh cat`, up", true),
  CAT_DOWN("`ssh cat`, down", false),
  SCP_UP("`scp`, up", true),
  SCP_DOWN("`scp`, down", false);

  private final String title;
  private final boolean up;

  Transfer(String title, boolean up) {
    this.title = title;
    this.up = up;
  }

  String title() {
    return title;
  }

  /** Whether the bytes go from the client to the backend. */
  boolean up() {
    return up;
  }
}
