package io.sallyport.bastion;

import io.sallyport.bastion.door.Banner;
import io.sallyport.bastion.keys.BastionKeys;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.PolicyFile;
import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.config.ReadFailure;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that the operator has written for a bastion, read and found good. */
public record Settings(
    BastionConfig config, Policy policy, ServiceAccounts serviceAccounts, Optional<Banner> banner) {

  /** What came of reading the files. */
  public sealed interface Read {

    record Good(Settings settings) implements Read {}

    /** All problems of all files, a line each. */
    record Bad(List<String> problems) implements Read {}
  }

  /** Reads a configuration file and all the files that it names; changes nothing. */
  public static Read read(Path file) {
    return switch (ConfigFile.read(file, BastionConfig.class)) {
      case Loaded.Valid<BastionConfig>(var config) -> readNamed(config);
      case Loaded.Invalid<BastionConfig> invalid -> new Read.Bad(List.of(invalid.report()));
    };
  }

  private static Read readNamed(BastionConfig config) {
    List<String> problems = new ArrayList<>();
    Optional<PolicyFile> policy =
        keep(ConfigFile.read(config.policy(), PolicyFile.class), problems);
    Optional<ServiceAccounts> accounts =
        config
            .serviceAccounts()
            .map(path -> keep(ServiceAccountsFile.read(path), problems))
            .orElseGet(() -> Optional.of(ServiceAccounts.none()));
    Optional<Banner> banner = config.banner().flatMap(path -> banner(path, problems));
    if (!Files.isReadable(config.knownHosts())) {
      problems.add(config.knownHosts() + ": cannot be read; write the backends' host keys there");
    }
    config.portal().transport().problem().ifPresent(problems::add);
    keysProblem(config.state()).ifPresent(problems::add);
    if (policy.isEmpty() || accounts.isEmpty() || !problems.isEmpty()) {
      return new Read.Bad(problems);
    }
    Policy rules = new Policy(policy.get(), config.allTargets());
    return new Read.Good(new Settings(config, rules, accounts.get(), banner));
  }

  private static Optional<Banner> banner(Path file, List<String> problems) {
    try {
      return Optional.of(Banner.read(file));
    } catch (IOException e) {
      problems.add(file + ": the banner " + ReadFailure.describe(e));
      return Optional.empty();
    }
  }

  private static <C> Optional<C> keep(Loaded<C> loaded, List<String> problems) {
    return switch (loaded) {
      case Loaded.Valid<C>(var config) -> Optional.of(config);
      case Loaded.Invalid<C> invalid -> {
        problems.add(invalid.report());
        yield Optional.empty();
      }
    };
  }

  /** A state folder that is there must be good; one that is not is made at the first start. */
  private static Optional<String> keysProblem(Path state) {
    if (Files.notExists(state)) {
      return Optional.empty();
    }
    try {
      BastionKeys.check(state);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
