package io.sallyport.bastion.authority;

import io.sallyport.config.PrivateFile;
import io.sallyport.config.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the portal said last about its authority, as it said it, so that a restart needs no portal.
 * Private, as whoever can write it can log in as anybody.
 */
record AuthorityFile(Path path) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The answers of a portal.
   *
   * @param publicKeys the lines
   * @param revocationList a KRL, or nothing, in Base64
   * @param at when it was asked, to the second
   */
  record Answers(String publicKeys, String revocationList, Instant at) {

    UserAuthority read() throws IOException {
      try {
        return UserAuthority.read(publicKeys, Base64.getDecoder().decode(revocationList), at);
      } catch (IllegalArgumentException _) {
        throw new IOException("the revocation list is not in Base64");
      }
    }
  }

  /**
   * Reads the file, if there is one.
   *
   * @throws IOException if it cannot be used; the message is for the operator
   */
  Optional<Answers> read() throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(PrivateFile.read(path));
      return Optional.of(
          new Answers(
              json.required("public_keys").stringValue(),
              json.required("revocation_list").stringValue(),
              Instant.ofEpochSecond(json.required("at").longValue())));
    } catch (JacksonException _) {
      throw new IOException(path + " is damaged; remove it, and the portal is asked again");
    } catch (IOException e) {
      throw new IOException(path + " " + ReadFailure.describe(e), e);
    }
  }

  void write(Answers answers) throws IOException {
    PrivateFile.write(
        path,
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("public_keys", answers.publicKeys())
                .put("revocation_list", answers.revocationList())
                .put("at", answers.at().getEpochSecond())));
  }
}
