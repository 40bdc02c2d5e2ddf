package io.sallyport.bastion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder with everything that a bastion reads; every file is good until a test spoils it. */
public record BastionFiles(Path folder) {

  public static final String ACCESS_TOKEN = "access-token-of-the-bastion-0123456789";

  /** Writes all files; the portal is at this URL. */
  public BastionFiles write(String portalUrl) {
    put("access-token", ACCESS_TOKEN + "\n", "rw-------");
    put("service-accounts.conf", "", "rw-------");
    put("known_hosts", "", "rw-r--r--");
    put("policy.yaml", "rules: []\n", "rw-r--r--");
    return config(
        """
        listen: 127.0.0.1:0
        names: [bastion]
        state: state
        portal:
          url: %s
          access_token: {file: access-token}
        known_hosts: known_hosts
        policy: policy.yaml
        service_accounts: service-accounts.conf
        recordings: recordings
        audit: audit.jsonl
        targets:
          - {name: web-01, address: "127.0.0.1:2201"}
        """
            .formatted(portalUrl));
  }

  public BastionFiles config(String yaml) {
    put("bastion.yaml", yaml, "rw-r--r--");
    return this;
  }

  /** Replaces a text in the configuration. */
  public BastionFiles with(String old, String other) {
    try {
      String yaml = Files.readString(config());
      if (!yaml.contains(old)) {
        throw new AssertionError(old + " is not in the configuration");
      }
      return config(yaml.replace(old, other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path config() {
    return folder.resolve("bastion.yaml");
  }

  public Path put(String name, String text, String mode) {
    try {
      Path file = Files.writeString(folder.resolve(name), text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
