package io.sallyport.verifier.people;

import io.sallyport.config.Default;
import java.nio.file.Path;

/**
 * How the verifier has people made known.
 *
 * @param socket the Unix-domain socket of the helper, which runs as root
 * @param await what sshd runs until they are
 */
public record PeopleSettings(
    @Default("/run/sallyport-people/people.sock") Path socket,
    @Default("/usr/lib/sallyport-verifier/bin/sallyport-await-person") String await) {

  /** Refuses what could mean something else in sshd's line or to a shell. */
  public PeopleSettings {
    SafePath.require("`await`", await);
  }
}
