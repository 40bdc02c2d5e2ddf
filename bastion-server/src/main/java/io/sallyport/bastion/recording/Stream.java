package io.sallyport.bastion.recording;

/** The two streams that a program writes. */
public enum Stream {
  STDOUT,
  STDERR
}
