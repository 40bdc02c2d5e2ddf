package io.sallyport.bench;

import java.nio.file.Path;

/** The ciphers that the client offers on each of its connections. */
enum Offer {
  /** The client's own defaults. */
  OUT_OF_THE_BOX("out of the box", "bench_ssh_config", ""),
  SAME_CIPHER("aes128-gcm on both", "bench_ssh_config_aes128", "Ciphers aes128-gcm@openssh.com\n");

  private final String title;
  private final String file;
  private final String configuration;

  Offer(String title, String file, String configuration) {
    this.title = title;
    this.file = file;
    this.configuration = configuration;
  }

  String title() {
    return title;
  }

  /** Lines of ssh_config. */
  String configuration() {
    return configuration;
  }

  /** The name of the client's configuration file with this offer. */
  Path file() {
    return Path.of(file);
  }
}
