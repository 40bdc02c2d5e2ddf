package io.sallyport.bastion.hop;

/** What the operator's known hosts say about the key that a backend showed. */
public sealed interface HostKeyVerdict {

  /** It is a key of this target. */
  record Known() implements HostKeyVerdict {}

  /** It is not; {@code reason} says why and names the key by its fingerprint. */
  record Refused(String reason) implements HostKeyVerdict {}
}
