package io.sallyport.bastion.testing;

import io.sallyport.bastion.portal.BastionCertificateRequest;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.portal.Voucher;
import io.sallyport.config.Secret;
import java.time.Duration;
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
  private final Queue<BastionCertificateRequest> certified = new ConcurrentLinkedQueue<>();
  private volatile Optional<Voucher> voucher = Optional.empty();
  private volatile Optional<Duration> offlineLimit = Optional.empty();
  private volatile boolean down;
  private volatile Optional<RuntimeException> broken = Optional.empty();
  private volatile Function<String, PortalAnswer<Person>> authorize =
      user -> new PortalAnswer.Given<>(new Person(user, List.of()));
  private final Queue<String> described = new ConcurrentLinkedQueue<>();
  private volatile Function<String, PortalAnswer<Person>> describe =
      user -> new PortalAnswer.Refused<>("there is nobody of this name");
  private volatile Function<BastionTokenRequest, PortalAnswer<String>> vouch =
      request -> new PortalAnswer.Given<>(Tokens.answering(request));
  private volatile Function<BastionCertificateRequest, PortalAnswer<String>> certify =
      _ -> new PortalAnswer.Refused<>("this portal has no SSH authority");

  /** Lets this token be redeemed once. */
  public FakePortal knows(String token, String user, String... groups) {
    tokens.put(token, new Person(user, List.of(groups)));
    return this;
  }

  /** From now on nothing is answered. */
  public void goDown() {
    down = true;
  }

  /** From now on everything is answered again. */
  public void comeBack() {
    down = false;
  }

  /** From now on the portal says for how long its word may count while it is down. */
  public void limitsOffline(Duration limit) {
    offlineLimit = Optional.of(limit);
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

  /** From now on everybody who may go on is given this voucher. */
  public void givesVoucher(String id) {
    voucher = Optional.of(new Voucher(Secret.of(id)));
  }

  public void certifies(Function<BastionCertificateRequest, PortalAnswer<String>> answer) {
    certify = answer;
  }

  /** What certificates were asked for. */
  public List<BastionCertificateRequest> certified() {
    return List.copyOf(certified);
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
  public PortalAnswer<Authorization> authorize(String user, String host) {
    authorized.add(user + " " + host);
    return down
        ? new PortalAnswer.Unavailable<>("authorize: down")
        : authorize
            .apply(user)
            .then(person ->
                new PortalAnswer.Given<>(new Authorization(person, voucher, offlineLimit)));
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

  @Override
  public PortalAnswer<String> bastionCertificate(BastionCertificateRequest request) {
    certified.add(request);
    return down ? new PortalAnswer.Unavailable<>("bastion-cert: down") : certify.apply(request);
  }
}
