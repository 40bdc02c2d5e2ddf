package io.sallyport.verifier.accounts;

import io.sallyport.serviceaccounts.AccountKey;
import io.sallyport.serviceaccounts.AccountLimits;
import io.sallyport.serviceaccounts.KeyFingerprints;
import io.sallyport.serviceaccounts.LookUp;
import io.sallyport.serviceaccounts.ServiceAccount;
import io.sallyport.serviceaccounts.ServiceAccounts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The decision whether a service account may log in by its own key, past all bastions. Safe for
 * many threads.
 */
public final class DirectLogin {
  private static final String CERTIFICATE = "-cert-v01@openssh.com";
  private static final Pattern TYPE = Pattern.compile("[a-z0-9@.-]{1,64}");

  private final Supplier<ServiceAccounts> accounts;
  private final InstantSource clock;
  private final Function<Instant, Optional<String>> expiryTime;

  /**
   * By the accounts of the moment.
   *
   * @param expiryTime how a line says until when it counts, if it does
   */
  public DirectLogin(
      Supplier<ServiceAccounts> accounts,
      InstantSource clock,
      Function<Instant, Optional<String>> expiryTime) {
    this.accounts = accounts;
    this.clock = clock;
    this.expiryTime = expiryTime;
  }

  /** What became of a key. */
  public sealed interface Answer {

    /**
     * It may come in.
     *
     * @param line of authorized_keys
     */
    record Allowed(String account, String line) implements Answer {}

    /** It may not, though it is an account's. */
    record Refused(String account, String reason) implements Answer {}

    /** It is nobody's here; people offer many such keys. */
    record Unknown() implements Answer {}
  }

  /** Whether that is no certificate, which could carry a token. */
  public static boolean isPlainKey(String keyType) {
    return !keyType.endsWith(CERTIFICATE);
  }

  /**
   * Decides about a plain key.
   *
   * @param keyType {@code %t} of sshd
   * @param keyBase64 {@code %k} of sshd
   */
  public Answer decide(String login, String keyType, String keyBase64) {
    Optional<byte[]> blob = blob(keyType, keyBase64);
    if (blob.isEmpty()) {
      return new Answer.Unknown();
    }
    KeyFingerprints key = KeyFingerprints.ofSha256(KeyFingerprints.of(blob.get()).sha256());
    ServiceAccounts now = accounts.get();
    return now.all().stream()
        .filter(
            account -> !(now.find(account.name(), key, clock.instant()) instanceof LookUp.Unknown))
        .findFirst()
        .map(account -> decide(now, account, key, login, keyType + " " + keyBase64))
        .orElseGet(Answer.Unknown::new);
  }

  private Answer decide(
      ServiceAccounts now, ServiceAccount account, KeyFingerprints key, String login, String text) {
    String name = account.name();
    return switch (now.find(name, key, clock.instant())) {
      case LookUp.Known(_, AccountKey known) ->
          objection(account, login)
              .<Answer>map(reason -> new Answer.Refused(name, reason))
              .orElseGet(() ->
                  new Answer.Allowed(name, options(account, account.end(known)) + " " + text));
      case LookUp.Lapsed(var reason) -> new Answer.Refused(name, reason);
      case LookUp.Unknown _ -> new Answer.Unknown();
    };
  }

  /** The whole key, if it is of that type. */
  private static Optional<byte[]> blob(String keyType, String keyBase64) {
    try {
      byte[] blob = Base64.getDecoder().decode(keyBase64);
      byte[] type = keyType.getBytes(StandardCharsets.US_ASCII);
      ByteBuffer start =
          ByteBuffer.allocate(Integer.BYTES + type.length).putInt(type.length).put(type).flip();
      return TYPE.matcher(keyType).matches()
              && blob.length > start.limit()
              && ByteBuffer.wrap(blob, 0, start.limit()).equals(start)
          ? Optional.of(blob)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> objection(ServiceAccount account, String login) {
    if (!account.isLocalLogin(login)) {
      return Optional.of("the login is none of the account's");
    }
    return account.limits().commands().isEmpty() || forced(account.limits()).isPresent()
        ? Optional.empty()
        : Optional.of("sshd by itself can keep an account to one command at most, without *");
  }

  /** The one command that runs whatever is asked for. */
  private static Optional<String> forced(AccountLimits limits) {
    return limits.commands().size() == 1 ? limits.commands().getFirst().alone() : Optional.empty();
  }

  private String options(ServiceAccount account, Optional<Instant> end) {
    AccountLimits limits = account.limits();
    StringBuilder options = new StringBuilder("restrict");
    if (limits.commands().isEmpty()) {
      options.append(",pty");
    }
    if (!limits.sources().isEmpty()) {
      options.append(
          limits.sources().stream()
              .map(Object::toString)
              .collect(Collectors.joining(",", ",from=\"", "\"")));
    }
    forced(limits)
        .ifPresent(command ->
            options.append(",command=\"").append(command.replace("\"", "\\\"")).append('"'));
    end.flatMap(expiryTime)
        .ifPresent(time -> options.append(",expiry-time=\"").append(time).append('"'));
    return options.toString();
  }
}
