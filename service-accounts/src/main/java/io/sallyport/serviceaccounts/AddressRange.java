package io.sallyport.serviceaccounts;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address, or a network in CIDR notation (RFC 4632, section 3.1).
 *
 * @param first its first address
 * @param prefix how many leading bits its addresses have in common
 */
public record AddressRange(InetAddress first, int prefix) {
  private static final Pattern FORM =
      Pattern.compile(
          "((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

  /**
   * Reads {@code 192.0.2.7}, {@code 10.0.0.0/8} or the like in IPv6.
   *
   * @throws IllegalArgumentException if it is neither, with what to write
   */
  public static AddressRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "`" + text + "` is not an address such as 192.0.2.7, nor a network such as 10.0.0.0/8");
    }
    InetAddress address = literal(form.group(1));
    int bits = address.getAddress().length * Byte.SIZE;
    int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
    if (prefix > bits) {
      throw new IllegalArgumentException("`" + text + "` has a prefix of more than " + bits);
    }
    AddressRange range = new AddressRange(address, prefix);
    if (!range.hasNothingBehindPrefix()) {
      // sshd takes no line of authorized_keys with such a network.
      throw new IllegalArgumentException(
          "`" + text + "` is an address within a network; write the network's first address");
    }
    return range;
  }

  /** Never asks a resolver. */
  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("`" + text + "` is not an IP address", e);
    }
  }

  /** Whether an address lies in it. */
  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    return other.length == first.getAddress().length && Arrays.equals(cut(other), cut(bytes()));
  }

  private boolean hasNothingBehindPrefix() {
    return Arrays.equals(bytes(), cut(bytes()));
  }

  private byte[] bytes() {
    return first.getAddress();
  }

  /** Without what comes after the prefix. */
  private byte[] cut(byte[] address) {
    byte[] cut = address.clone();
    for (int bit = prefix; bit < cut.length * Byte.SIZE; bit++) {
      cut[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
    }
    return cut;
  }

  /** As it may stand in {@code from=} of authorized_keys. */
  @Override
  public String toString() {
    String address = first.getHostAddress();
    return prefix == bytes().length * Byte.SIZE ? address : address + "/" + prefix;
  }
}
