package io.sallyport.embeddedportal;

import io.sallyport.config.Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What portal.yaml must obey beyond the types of its values; each rule throws its sentence. */
final class ConfigRules {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");

  private ConfigRules() {}

  static void loopback(Address listen) {
    require(
        LOOPBACK.matcher(listen.host().toLowerCase(Locale.ROOT)).matches(),
        ("listen: the portal speaks plain HTTP, so %s must be a loopback address such as 127.0.0.1;"
                + " put a TLS proxy in front for others")
            .formatted(listen));
  }

  static void webAddress(URI issuer) {
    boolean web = "https".equals(issuer.getScheme()) || "http".equals(issuer.getScheme());
    require(
        web
            && issuer.getHost() != null
            && issuer.getRawQuery() == null
            && issuer.getRawFragment() == null
            && issuer.getRawUserInfo() == null,
        "issuer: `%s` is not the address of a portal; write it as https://portal.example.com/"
            .formatted(issuer));
  }

  /**
   * The folder is part of a JDBC URL, in which a semicolon would begin settings of the database.
   */
  static void databaseFolder(Path state) {
    require(
        state.toString().indexOf(';') < 0,
        "state: the database cannot take the semicolon in %s; choose another folder"
            .formatted(state));
  }

  static <T> void unique(String list, String key, List<T> items, Function<T, String> value) {
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < items.size(); index++) {
      require(
          seen.add(value.apply(items.get(index))),
          "%s[%d].%s: is there already; every entry needs its own".formatted(list, index, key));
    }
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
