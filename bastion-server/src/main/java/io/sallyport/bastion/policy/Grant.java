package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.serviceaccounts.AccountLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The decision that an identity may reach a destination. Only {@link Policy} makes one, and nothing
 * connects without one.
 */
public final class Grant implements Decision, Warrant {

  /** No account of another name is ever made, so those who have one are let in without. */
  private static final Pattern CAN_BE_MADE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  private final AccessRequest request;
  private final String rule;
  private final Rights rights;
  private final Targets targets;

  Grant(AccessRequest request, String rule, Rights rights, Targets targets) {
    this.request = request;
    this.rule = rule;
    this.rights = rights;
    this.targets = targets;
  }

  @Override
  public Identity identity() {
    return request.identity();
  }

  @Override
  public Target target() {
    return request.target();
  }

  @Override
  public String login() {
    return request.login();
  }

  /** What the hop goes through, the first that is met first; mostly nothing. */
  public List<Link> links() {
    return target().way().stream().map(link -> new Link(identity(), link)).toList();
  }

  /** What its hop is made of: the links, and at last this grant itself. */
  public List<Warrant> inOrder() {
    return Stream.concat(links().stream(), Stream.of(this)).toList();
  }

  /** What comes before the hop where accounts are made for people under their own names. */
  public Optional<Introduction> introduction() {
    boolean announced =
        target().provision()
            && identity().kind() == Identity.Kind.PERSON
            && login().equals(identity().name())
            && CAN_BE_MADE.matcher(login()).matches();
    return announced ? Optional.of(new Introduction(this)) : Optional.empty();
  }

  /** The rule that said yes. */
  public String rule() {
    return rule;
  }

  /** How long a session under this grant may last; absent: as long as anybody likes. */
  public Optional<Duration> maxSession() {
    return rights.maxSession();
  }

  /** How long nothing may move in a session; absent: as long as anybody likes. */
  public Optional<Duration> idleTimeout() {
    return rights.idleTimeout();
  }

  /** Asked for every channel: why this kind is refused, or nothing when it is allowed. */
  public Optional<Refusal> refusal(ChannelKind kind) {
    if (!rights.channels().contains(kind)) {
      return Optional.of(no("the rule does not allow this kind of channel"));
    }
    return kind == ChannelKind.SHELL ? unless(limits().allowsShell()) : Optional.empty();
  }

  /** Why this command may not be started, or nothing when it may. */
  public Optional<Refusal> commandRefusal(String command) {
    return refusal(ChannelKind.EXEC).or(() -> unless(limits().allowsCommand(command)));
  }

  /** Why this subsystem may not be started, or nothing when it may. */
  public Optional<Refusal> subsystemRefusal(String subsystem) {
    return refusal(ChannelKind.SUBSYSTEM).or(() -> unless(limits().allowsSubsystem(subsystem)));
  }

  /** Whether under this grant at least the programs may be started that an earlier one allowed. */
  public boolean coversCommandsOf(Grant earlier) {
    return limits().coversCommandsOf(earlier.limits());
  }

  private AccountLimits limits() {
    return identity().limits();
  }

  private static Optional<Refusal> unless(boolean allowed) {
    return allowed
        ? Optional.empty()
        : Optional.of(new Refusal(Policy.ACCOUNT_LIMITS, "the account's commands do not name it"));
  }

  /** Whether the backend may be asked to connect there for the client. */
  public ForwardDecision connect(Endpoint endpoint) {
    Optional<Refusal> kind = refusal(ChannelKind.LOCAL_FORWARD);
    if (kind.isPresent()) {
      return new ForwardDecision.Refused(kind.get());
    }
    Optional<Target> other = otherTarget(endpoint);
    if (other.isPresent() && !rights.sshForwards()) {
      Refusal refusal = no("it leads to the ssh port of another target, past the recording");
      return new ForwardDecision.JumpInstead(refusal, other.get());
    }
    return rights.mayConnect(endpoint)
        ? new ForwardDecision.Allowed(other.isEmpty())
        : new ForwardDecision.Refused(no("the rule's forward_to does not name this destination"));
  }

  /** Where the backend may be asked to connect to, as coarsely as its sshd can say it. */
  public List<String> permitOpen() {
    return rights.permitOpen();
  }

  private Optional<Target> otherTarget(Endpoint endpoint) {
    List<Target> there = targets.atSshPort(endpoint);
    return there.contains(target()) ? Optional.empty() : there.stream().findFirst();
  }

  /** Why the backend may not be asked to listen there for the client; nothing when it may. */
  public Optional<Refusal> listenRefusal(Endpoint endpoint) {
    return refusal(ChannelKind.REMOTE_FORWARD)
        .or(() ->
            rights.mayListen(endpoint)
                ? Optional.empty()
                : Optional.of(no("the rule's listen_on does not name this address")));
  }

  private Refusal no(String reason) {
    return new Refusal(rule, reason);
  }
}
