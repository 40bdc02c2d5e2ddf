package io.sallyport.bastion.lobby;

/** What somebody pressed. */
sealed interface Key {

  /** A visible character of ASCII. */
  record Typed(char character) implements Key {}

  /** A key that is no character. */
  enum Named implements Key {
    ENTER,
    ESCAPE,
    BACKSPACE,
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    /** Ctrl-C and Ctrl-D. */
    LEAVE,
    /** Ctrl-U. */
    CLEAR,
    /** Ctrl-L. */
    REDRAW
  }
}
