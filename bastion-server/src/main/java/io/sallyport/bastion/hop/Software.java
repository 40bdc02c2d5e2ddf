package io.sallyport.bastion.hop;

/** What all our connections call themselves (RFC 4253, section 4.2). */
public final class Software {
  /**
   * Begins as OpenSSH does, for its clients and servers tell each other more than RFC 4254 has:
   * that nobody reads the output any more ({@code eow@openssh.com}, which ends {@code yes | head}),
   * that no more sessions will come. The relay passes that on.
   */
  public static final String NAME = "OpenSSH_Sallyport";

  private Software() {}
}
