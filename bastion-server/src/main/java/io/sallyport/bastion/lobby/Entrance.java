package io.sallyport.bastion.lobby;

import io.sallyport.bastion.policy.Destination;
import io.sallyport.config.Address;

/**
 * The bastion as its clients reach it.
 *
 * @param name its name, which its host certificate carries
 * @param address where clients find it
 * @param hostCa the known_hosts line of its host CA
 */
public record Entrance(String name, Address address, String hostCa) {

  private static final int SSH = 22;

  /** What stands after {@code ssh} to reach the bastion itself. */
  String direct(String user) {
    return (isUsual() ? "" : "-p " + address.port() + " ") + user + "@" + address.host();
  }

  /** What stands after {@code ssh} to go on to a destination. */
  String through(String user, Destination destination) {
    int port = destination.target().port();
    String there = destination.login() + "@" + destination.target().name();
    return through(user) + (port == SSH ? " " : " -p " + port + " ") + there;
  }

  /** What stands after {@code ssh} to go on to some destination. */
  String through(String user) {
    return "-J " + user + "@" + (isUsual() ? address.host() : address.toString());
  }

  private boolean isUsual() {
    return address.port() == SSH;
  }
}
