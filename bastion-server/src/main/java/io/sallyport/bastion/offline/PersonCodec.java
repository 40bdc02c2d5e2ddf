package io.sallyport.bastion.offline;

import io.sallyport.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A cached person as bytes, which are to be sealed. */
final class PersonCodec {

  private static final JsonMapper JSON = JsonMapper.builder().findAndAddModules().build();

  private record Person(
      String name,
      Set<String> groups,
      long confirmedAt,
      Optional<Long> portalLimit,
      List<Token> tokens,
      Optional<Password> password) {}

  private record Token(String target, String login, long at, String compact) {}

  private record Password(String hash, long setAt, int failures, Optional<Long> lockedUntil) {}

  private PersonCodec() {}

  static byte[] write(CachedPerson person) {
    return JSON.writeValueAsBytes(
        new Person(
            person.name(),
            person.groups(),
            person.confirmedAt().toEpochMilli(),
            person.portalLimit().map(Duration::toSeconds),
            person.tokens().stream().map(PersonCodec::token).toList(),
            person.password().map(PersonCodec::password)));
  }

  private static Token token(EarlierToken token) {
    return new Token(
        token.target(), token.login(), token.at().toEpochMilli(), token.compact().reveal());
  }

  private static Password password(BreakGlassPassword password) {
    return new Password(
        password.hash().reveal(),
        password.setAt().toEpochMilli(),
        password.failures(),
        password.lockedUntil().map(Instant::toEpochMilli));
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if it is something else; the text quotes nothing
   */
  static CachedPerson read(byte[] bytes) {
    try {
      Person person = JSON.readValue(bytes, Person.class);
      return new CachedPerson(
          person.name,
          person.groups,
          Instant.ofEpochMilli(person.confirmedAt),
          person.portalLimit.map(Duration::ofSeconds),
          person.tokens.stream().map(PersonCodec::token).toList(),
          person.password.map(PersonCodec::password));
    } catch (JacksonException | NullPointerException _) {
      throw new IllegalArgumentException("it holds something else than a person");
    }
  }

  private static EarlierToken token(Token token) {
    return new EarlierToken(
        token.target, token.login, Instant.ofEpochMilli(token.at), Secret.of(token.compact));
  }

  private static BreakGlassPassword password(Password password) {
    return new BreakGlassPassword(
        Secret.of(password.hash),
        Instant.ofEpochMilli(password.setAt),
        password.failures,
        password.lockedUntil.map(Instant::ofEpochMilli));
  }
}
