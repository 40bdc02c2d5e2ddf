package io.sallyport.bastion.testing;

import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A portal in memory: knows the tokens it was told of, says yes to everybody, signs nothing. */
public final class FakePortal implements Portal {

  private final Map<String, Person> tokens = new ConcurrentHashMap<>();
  private final Queue<String> verified = new ConcurrentLinkedQueue<>();
  private final Queue<String> authorized = new ConcurrentLinkedQueue<>();
  private final Queue<BastionTokenRequest> vouched = new ConcurrentLinkedQueue<>();
  private volatile boolean down;
  private volatile Optional<RuntimeException> broken = Optional.empty();
  private volatile Function<String, PortalAnswer<Person>> authorize =
      user -> new PortalAnswer.Given<>(new Person(user, List.of()));
  private final Queue<String> described = new ConcurrentLinkedQueue<>();
  private volatile Function<String, PortalAnswer<Person>> describe =
      user -> new PortalAnswer.Refused<>("there is nobody of this name");
  private volatile Function<BastionTokenRequest, PortalAnswer<String>> vouch =
      request -> new PortalAnswer.Given<>(Tokens.answering(request));

  /** Lets this token be redeemed once. */
  public FakePortal knows(String token, String user, String... groups) {
    tokens.put(token, new Person(user, List.of(groups)));
    return this;
  }

  /** From now on nothing is answered. */
  public void goDown() {
    down = true;
  }

  /** From now on every token ends in this bug. */
  public void breaks(RuntimeException bug) {
    broken = Optional.of(bug);
  }

  public void authorizes(Function<String, PortalAnswer<Person>> answer) {
    authorize = answer;
  }

  public void vouches(Function<BastionTokenRequest, PortalAnswer<String>> answer) {
    vouch = answer;
  }

  /** The tokens that somebody tried to redeem. */
  public List<String> verified() {
    return List.copyOf(verified);
  }

  /** {@code user host} of every question about a right. */
  public List<String> authorized() {
    return List.copyOf(authorized);
  }

  /** What bastion tokens were asked for. */
  public List<BastionTokenRequest> vouched() {
    return List.copyOf(vouched);
  }

  @Override
  public PortalAnswer<Person> verify(String portalToken) {
    verified.add(portalToken);
    broken.ifPresent(bug -> {
      throw bug;
    });
    if (down) {
      return new PortalAnswer.Unavailable<>("verify: no answer (down)");
    }
    Person person = tokens.remove(portalToken);
    return person == null
        ? new PortalAnswer.Refused<>("Invalid or expired token")
        : new PortalAnswer.Given<>(person);
  }

  @Override
  public PortalAnswer<Person> authorize(String user, String host) {
    authorized.add(user + " " + host);
    return down ? new PortalAnswer.Unavailable<>("authorize: down") : authorize.apply(user);
  }

  /** From now on the portal says this about everybody whom it is asked about. */
  public void describes(Function<String, PortalAnswer<Person>> answer) {
    describe = answer;
  }

  /** Whom the portal was asked about. */
  public List<String> described() {
    return List.copyOf(described);
  }

  @Override
  public PortalAnswer<Person> userinfo(String user) {
    described.add(user);
    return down ? new PortalAnswer.Unavailable<>("userinfo: down") : describe.apply(user);
  }

  @Override
  public PortalAnswer<String> bastionToken(BastionTokenRequest request) {
    vouched.add(request);
    return down ? new PortalAnswer.Unavailable<>("bastion-token: down") : vouch.apply(request);
  }
}
