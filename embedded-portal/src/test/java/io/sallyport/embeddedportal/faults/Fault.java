package io.sallyport.embeddedportal.faults;

/** What a {@link FaultyPortal} does in place of passing an answer on. */
public enum Fault {
  /** Nothing: the answer passes. */
  NONE,
  /** 401, as if the access token had expired. The portal never sees the request. */
  UNAUTHORIZED,
  /** 500 with a page, as of a broken proxy. The portal never sees the request. */
  SERVER_ERROR,
  /** 200 with the page for logging in. The portal never sees the request. */
  HTML,
  /** No answer until the portal is closed. The portal never sees the request. */
  HUNG,
  /** The answer, a byte every {@link FaultyPortal#PAUSE}. */
  SLOW,
  /** The first half of the answer, and the end of the connection. */
  TRUNCATED,
  /** The answer with a megabyte of padding in one more member. */
  OVERSIZED,
  /** The answer with numbers in place of booleans, booleans of texts, and texts of the rest. */
  WRONG_TYPES,
  /** The answer with its numbers as texts, as Perl sometimes writes them. */
  NUMBERS_AS_TEXTS
}
