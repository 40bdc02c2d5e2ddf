package io.sallyport.serviceaccounts;

/** What the file says about a name and a key. */
public sealed interface LookUp {

  /** The key is one of the account's own, and good here and now. */
  record Known(ServiceAccount account, AccountKey key) implements LookUp {}

  /**
   * The key is one of the account's own, and not good here or now.
   *
   * @param reason why; for the log, never for the client
   */
  record Lapsed(String reason) implements LookUp {}

  /** There is no such account, or the key is none of its own. */
  record Unknown() implements LookUp {}
}
