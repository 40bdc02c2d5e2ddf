package io.sallyport.embeddedportal;

import java.util.regex.Pattern;

/** What values of the protocol look like. */
final class Syntax {

  /** The id of a bastion or session, the name of a group of servers. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  /** The name of a group of people. */
  static final Pattern GROUP = Pattern.compile("\\P{Cntrl}{1,255}");

  /** A DNS name, IPv4 or IPv6 address. */
  static final Pattern HOST = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9_.:%-]{0,252}");

  /** The name of an account on a backend. */
  static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}\\$?");

  /** The SHA-256 fingerprint of an SSH key, as ssh-keygen prints it. */
  static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  /** The RFC 7638 thumbprint of a key: 32 bytes in base64url. */
  static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  private Syntax() {}
}
