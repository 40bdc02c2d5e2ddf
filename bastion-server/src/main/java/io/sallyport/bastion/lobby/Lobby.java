package io.sallyport.bastion.lobby;

import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.Targets;
import io.sallyport.config.Address;
import java.util.List;
import java.util.Optional;

/**
 * The lobby: what the bastion itself has to say to those whom it knows. Shows nobody more than they
 * may reach; the policy alone decides about that, as the portal is asked when somebody goes on.
 */
public final class Lobby {

  private final String name;
  private final Optional<Address> publicAddress;
  private final String hostCa;
  private final Policy policy;
  private final Targets targets;

  /**
   * A lobby.
   *
   * @param name the bastion's name
   * @param publicAddress where clients find it, if that is not its name and the port they came to
   * @param hostCa the known_hosts line of its host CA
   */
  public Lobby(
      String name, Optional<Address> publicAddress, String hostCa, Policy policy, Targets targets) {
    this.name = name;
    this.publicAddress = publicAddress;
    this.hostCa = hostCa;
    this.policy = policy;
    this.targets = targets;
  }

  /** Begins to ask where somebody wants to go; without a terminal if they have none. */
  public Dialogue welcome(Visitor visitor, Optional<Terminal> terminal) {
    List<Destination> destinations = destinations(visitor);
    String title = "Sallyport %s: where %s may go".formatted(name, visitor.identity());
    return terminal
        .filter(Terminal::draws)
        .<Dialogue>map(drawing -> new DrawnDialogue(title, destinations, drawing.size()))
        .orElseGet(() -> new PlainDialogue(title, destinations, terminal.isPresent()));
  }

  /** The command in a line, for the audit; what is none is not repeated, it may be anything. */
  public static String word(String line) {
    return Commands.word(line);
  }

  /** Runs a command of the lobby. */
  public Reply run(Visitor visitor, String line) {
    return new Commands(visitor, entrance(visitor), destinations(visitor)).run(line);
  }

  /** What a client is told that wants to start a subsystem here. */
  public String noSubsystem(Visitor visitor) {
    return "sallyport: nothing of the kind runs on the bastion itself; go on to a target with: "
        + entrance(visitor).through(visitor.identity().name())
        + " LOGIN@TARGET\n";
  }

  private List<Destination> destinations(Visitor visitor) {
    return policy.destinations(visitor.identity(), targets);
  }

  private Entrance entrance(Visitor visitor) {
    return new Entrance(
        name, publicAddress.orElseGet(() -> new Address(name, visitor.metAtPort())), hostCa);
  }
}
