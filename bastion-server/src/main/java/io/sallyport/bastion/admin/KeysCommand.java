package io.sallyport.bastion.admin;

import io.sallyport.bastion.orders.KeyLine;
import io.sallyport.bastion.store.BoundKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code sallyport keys}: the keys by which people log in without a token for a while. */
@Command(
    name = "keys",
    description = "List and revoke the keys that are bound to people.",
    mixinStandardHelpOptions = true)
final class KeysCommand {

  private static final String FORM = "%-16s  %-50s  %-20s  %-20s  %s%n";

  private record Listed(
      String person, String fingerprint, List<String> groups, String boundAt, String expiresAt) {}

  @Command(name = "list", description = "List the keys that are good now, by person.")
  int list(
      @Mixin ConfigOption config,
      @Option(names = "--json", description = "As a JSON array.") boolean json) {
    return order(
        config,
        "keys",
        lines -> {
          List<BoundKey> keys = lines.stream().map(KeyLine::read).toList();
          return json ? printJson(keys) : printTable(keys);
        });
  }

  @Command(
      name = "revoke",
      description = {
        "Forget a key of a person, or all of them; who has it needs a portal token again.",
        "Sessions that are open go on."
      })
  int revoke(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "PERSON", description = "whose") String person,
      @Parameters(paramLabel = "FINGERPRINT", arity = "0..1", description = "SHA256:... of one key")
          Optional<String> fingerprint) {
    String words = fingerprint.map(key -> person + " " + key).orElse(person);
    return order(
        config,
        "revoke " + words,
        lines -> {
          System.out.printf("Revoked: %s of %s.%n", lines.getFirst(), person);
          return ExitCode.OK;
        });
  }

  private static int order(ConfigOption config, String line, ToIntFunction<List<String>> done) {
    return new RunningBastion(config).order("sallyport keys", line, done);
  }

  private static int printTable(List<BoundKey> keys) {
    System.out.printf(FORM, "PERSON", "KEY", "SINCE", "UNTIL", "GROUPS");
    keys.forEach(key ->
        System.out.printf(
            FORM,
            key.person(),
            key.fingerprint(),
            key.boundAt(),
            key.expiresAt(),
            String.join(", ", new TreeSet<>(key.groups()))));
    return ExitCode.OK;
  }

  private static int printJson(List<BoundKey> keys) {
    System.out.println(
        new JsonMapper().writeValueAsString(keys.stream().map(KeysCommand::listed).toList()));
    return ExitCode.OK;
  }

  private static Listed listed(BoundKey key) {
    return new Listed(
        key.person(),
        key.fingerprint(),
        List.copyOf(new TreeSet<>(key.groups())),
        key.boundAt().toString(),
        key.expiresAt().toString());
  }
}
