package io.sallyport.bastion.relay;

/** One of the two sides between which a channel is relayed. */
enum Side {
  CLIENT,
  BACKEND;

  Side opposite() {
    return this == CLIENT ? BACKEND : CLIENT;
  }

  @Override
  public String toString() {
    return this == CLIENT ? "client" : "backend";
  }
}
