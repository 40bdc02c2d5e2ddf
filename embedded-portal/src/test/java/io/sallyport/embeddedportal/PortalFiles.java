package io.sallyport.embeddedportal;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The files of a portal in a test's folder, with any free port.
 *
 * @param folder the folder
 */
record PortalFiles(Path folder) {
  static final String ISSUER = "http://portal.example/";
  static final String ACCESS_TOKEN =
      "e7f5240351b41c765b33163f0be7d84402dda0a1ed5c131687ecd7806866fe5f";
  static final String BACKEND_TOKEN =
      "5238b6bea386f0c2f01d159c485870b1d65ced2a733590dde6acea03bbfabf0a";
  static final String CLIENT_SECRET = "5fc1f3f3a8d1e2a1c0b9d8e7f6a5b4c3";
  static final String ANSIBLE_KEY = "SHA256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  static final String BACKUP_KEY = "SHA256:HxwdHhsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA";

  static final String YAML =
      """
      listen: 127.0.0.1:0
      issuer: http://portal.example/
      state: state
      control: portal.sock
      people:
        - name: dwho
          groups: [users, timelords]
          attributes: {uid: dwho, cn: Doctor Who, mail: dwho@badwolf.org, gecos: Doctor Who}
        - name: rtyler
          groups: [users, admins]
          attributes: {uid: rtyler, cn: Rose Tyler, mail: rtyler@badwolf.org, gecos: Rose Tyler}
        - {name: msmith, groups: [users, earthlings]}
      service_accounts: service-accounts.conf
      bastions:
        - {id: bastion-01, group: bastion, access_token: {file: bastion-token}}
        - {id: backend-01, group: backend, access_token: {file: backend-token}}
      clients:
        - {id: sallyport, secret: {file: client-secret}, group: bastion}
        - {id: anybody, group: backend}
      rules:
        - {server_group: bastion, services: [ssh], groups: [timelords, service-accounts]}
        - {server_group: backend, services: [ssh, sudo], groups: [admins]}
        - {server_group: backend, services: [sudo], groups: [earthlings]}
      """;

  static PortalFiles in(Path folder) throws IOException {
    var files = new PortalFiles(folder);
    files.write("portal.yaml", YAML);
    files.writePrivate("bastion-token", ACCESS_TOKEN + "\n");
    files.writePrivate("backend-token", BACKEND_TOKEN + "\n");
    files.writePrivate("client-secret", CLIENT_SECRET + "\n");
    files.writePrivate(
        "service-accounts.conf",
        """
        [ansible]
        key_fingerprint = %s
        [backup]
        key_fingerprint = %s
        """
            .formatted(ANSIBLE_KEY, BACKUP_KEY));
    return files;
  }

  Path yaml() {
    return folder.resolve("portal.yaml");
  }

  Path control() {
    return folder.resolve("portal.sock");
  }

  Path signingKey() {
    return folder.resolve("state/signing-key.json");
  }

  PortalConfig config() {
    return switch (ConfigFile.read(yaml(), PortalConfig.class)) {
      case Loaded.Valid(PortalConfig config) -> config;
      case Loaded.Invalid<PortalConfig> invalid -> throw new AssertionError(invalid.report());
    };
  }

  /** What is wrong after {@code old} in the YAML became {@code replacement}. */
  String problems(String old, String replacement) throws IOException {
    change(old, replacement);
    return switch (ConfigFile.read(yaml(), PortalConfig.class)) {
      case Loaded.Valid<PortalConfig> _ -> "";
      case Loaded.Invalid<PortalConfig> invalid -> invalid.report();
    };
  }

  void change(String old, String replacement) throws IOException {
    String yaml = Files.readString(yaml());
    if (!yaml.contains(old)) {
      throw new AssertionError("no such text in portal.yaml: " + old);
    }
    write("portal.yaml", yaml.replace(old, replacement));
  }

  void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  void writePrivate(String name, String content) throws IOException {
    write(name, content);
    mode(name, "rw-------");
  }

  void mode(String name, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve(name), PosixFilePermissions.fromString(permissions));
  }
}
