package io.sallyport.verifier.setup;

import io.sallyport.serviceaccounts.AddressRange;
import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The account that gets in without bastion and verifier.
 *
 * @param account its name on this machine
 * @param keys its public keys, lines of {@code authorized_keys}
 * @param addresses from which alone it may come, also in CIDR form
 */
record BreakGlass(String account, String keys, List<String> addresses) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,31}");

  /** Refuses what sshd could read in two ways, and addresses that are none. */
  BreakGlass {
    if (!NAME.matcher(account).matches()) {
      throw new IllegalArgumentException("`" + account + "` is not the name of an account");
    }
    addresses.forEach(AddressRange::parse);
  }

  /**
   * Reads the public keys.
   *
   * @throws IOException if the account or a key is not there, with what to do
   */
  static BreakGlass read(String account, Path publicKeys, List<String> addresses)
      throws IOException {
    var breakGlass = new BreakGlass(account, Files.readString(publicKeys), addresses);
    if (!SystemCommand.run("getent", "passwd", account).ok()) {
      throw new IOException(
          "there is no account %1$s here; make one: useradd --create-home --password '*' %1$s"
              .formatted(account));
    }
    if (!SystemCommand.run("ssh-keygen", "-l", "-f", publicKeys.toString()).ok()) {
      throw new IOException(publicKeys + " has no public key that ssh-keygen can read");
    }
    return breakGlass;
  }

  /** Its addresses, as {@code Match} lists them. */
  String from() {
    return String.join(",", addresses);
  }
}
