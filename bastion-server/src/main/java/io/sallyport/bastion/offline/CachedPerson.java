package io.sallyport.bastion.offline;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the portal has said about somebody, and the password with which they may break the glass.
 *
 * @param confirmedAt when the portal last said that they are who they are; the epoch: never, or
 *     that was taken back
 * @param portalLimit for how long it may be believed, if the portal says that
 * @param tokens those of the destinations where they have been, the newest first
 */
public record CachedPerson(
    String name,
    Set<String> groups,
    Instant confirmedAt,
    Optional<Duration> portalLimit,
    List<EarlierToken> tokens,
    Optional<BreakGlassPassword> password) {

  /** So many destinations are kept of everybody. */
  static final int MOST_TOKENS = 256;

  public CachedPerson {
    groups = Set.copyOf(groups);
    tokens = List.copyOf(tokens);
  }

  /** Somebody of whom nothing is known. */
  static CachedPerson unknown(String name) {
    return new CachedPerson(
        name, Set.of(), Instant.EPOCH, Optional.empty(), List.of(), Optional.empty());
  }

  Optional<EarlierToken> token(String target, String login) {
    return tokens.stream().filter(token -> token.isFor(target, login)).findFirst();
  }

  /** Whether the portal's word about them stands. */
  public boolean isConfirmed() {
    return !confirmedAt.equals(Instant.EPOCH);
  }

  CachedPerson confirmed(Set<String> groupsNow, Instant now) {
    return new CachedPerson(name, groupsNow, now, portalLimit, tokens, password);
  }

  CachedPerson limited(Optional<Duration> limit) {
    return new CachedPerson(name, groups, confirmedAt, limit, tokens, password);
  }

  /** With a token in the place of an older one for the same destination. */
  CachedPerson with(EarlierToken fresh) {
    Stream<EarlierToken> others =
        tokens.stream().filter(token -> !token.isFor(fresh.target(), fresh.login()));
    return withTokens(
        Stream.concat(Stream.of(fresh), others)
            .sorted(Comparator.comparing(EarlierToken::at).reversed())
            .limit(MOST_TOKENS)
            .toList());
  }

  /** Without the tokens for a target. */
  CachedPerson without(String target) {
    return withTokens(tokens.stream().filter(token -> !token.target().equals(target)).toList());
  }

  /** Without the tokens that are too old to be of use. */
  CachedPerson withoutTokensBefore(Instant oldest) {
    return withTokens(tokens.stream().filter(token -> !token.at().isBefore(oldest)).toList());
  }

  CachedPerson with(Optional<BreakGlassPassword> other) {
    return new CachedPerson(name, groups, confirmedAt, portalLimit, tokens, other);
  }

  /** With nothing of what the portal has said. */
  CachedPerson withdrawn() {
    return unknown(name).with(password);
  }

  /** With nothing that could be of use, and with what the portal has said against that. */
  CachedPerson useless() {
    return withdrawn().limited(portalLimit);
  }

  private CachedPerson withTokens(List<EarlierToken> others) {
    return new CachedPerson(name, groups, confirmedAt, portalLimit, others, password);
  }

  /** Names no token and no password. */
  @Override
  public String toString() {
    return "CachedPerson[" + name + ", " + confirmedAt + "]";
  }
}
