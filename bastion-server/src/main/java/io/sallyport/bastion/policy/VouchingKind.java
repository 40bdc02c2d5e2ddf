package io.sallyport.bastion.policy;

/** By what a backend knows that the portal vouches for whoever comes. */
public enum VouchingKind {
  /** A bastion token, which its verifier reads; it stands in a certificate of the bastion. */
  TOKEN,
  /** A certificate of the portal's own authority, which its sshd believes. */
  PORTAL_CERTIFICATE
}
