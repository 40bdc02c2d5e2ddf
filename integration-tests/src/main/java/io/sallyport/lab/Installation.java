package io.sallyport.lab;

import java.nio.file.Files;
import java.nio.file.Path;

/** The built programs, as {@code mvn package} leaves them in the repository. */
public record Installation(
    Path sallyport, Path verifier, Path authorizedKeysCommand, Path people, Path awaitPerson) {

  /** System property that names the repository's folder; set by {@code ./demo} and by the build. */
  public static final String ROOT_PROPERTY = "sallyport.root";

  /** The installation in the repository that {@value #ROOT_PROPERTY} names. */
  public static Installation find() {
    Path root = Path.of(System.getProperty(ROOT_PROPERTY, "")).toAbsolutePath();
    return new Installation(
        built(root.resolve("bastion-server/target/dist/bin/sallyport")),
        built(root.resolve("backend-verifier/target/dist/bin/sallyport-verifier")),
        built(root.resolve("backend-verifier/target/dist/bin/sallyport-authorized-keys")),
        built(root.resolve("backend-verifier/target/dist/bin/sallyport-people")),
        built(root.resolve("backend-verifier/target/dist/bin/sallyport-await-person")));
  }

  private static Path built(Path program) {
    if (!Files.isReadable(program)) {
      throw new LabException(program + " is missing; build it first: mvn -DskipTests package");
    }
    return program;
  }
}
