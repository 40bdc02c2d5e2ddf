package io.sallyport.bastion.relay;

/** What the bastion does when a side asks for a channel of one type. */
interface Opening {

  /** The channel type. */
  String type();

  /** Judges the request, and then either refuses the end or joins it; never waits. */
  void asked(AcceptedEnd end, OpenRequest request);
}
