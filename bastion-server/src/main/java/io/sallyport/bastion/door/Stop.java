package io.sallyport.bastion.door;

/** A step of a passage said no; with the words for the client. */
final class Stop extends Exception {

  private static final long serialVersionUID = 1;
  private final transient Refused refused;

  Stop(Refused refused) {
    super(refused.name(), null, false, false);
    this.refused = refused;
  }

  Refused refused() {
    return refused;
  }
}
