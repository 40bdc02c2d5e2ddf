package io.sallyport.verifier;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.config.Problem;
import io.sallyport.jwks.JwksCache;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.verifier.accounts.AccountsSettings;
import io.sallyport.verifier.doctor.DoctorFacts;
import io.sallyport.verifier.setup.BackendFacts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reading of {@code verifier.yaml} together with the key sets that it depends on. */
final class VerifierConfigFile {
  private VerifierConfigFile() {}

  static Loaded<VerifierConfig> read(Path file) {
    Loaded<VerifierConfig> loaded = ConfigFile.read(file, VerifierConfig.class);
    if (loaded instanceof Loaded.Valid<VerifierConfig>(VerifierConfig config)) {
      List<Problem> problems = new ArrayList<>(keySetProblems(config));
      config
          .serviceAccounts()
          .flatMap(accounts -> accountsProblem(config, accounts))
          .ifPresent(problems::add);
      return problems.isEmpty() ? loaded : new Loaded.Invalid<>(file, problems);
    }
    return loaded;
  }

  /** What is known about the service accounts; nothing where there are none. */
  static Optional<AccountsSettings> readAccountsSettings(Path file) {
    VerifierConfig config = valid(file);
    return config
        .serviceAccounts()
        .map(accounts -> AccountsSettings.of(accounts, config.approved(), config.audit()));
  }

  /** What matters to sshd. */
  static BackendFacts readBackendFacts(Path file) {
    VerifierConfig config = valid(file);
    return new BackendFacts(
        config.socket(), config.audit(), config.bastionAddresses(), config.hopCas());
  }

  /** What matters to who looks for ways around the verifier. */
  static DoctorFacts readDoctorFacts(Path file) {
    VerifierConfig config = valid(file);
    return new DoctorFacts(
        file,
        config.audit(),
        config.bastionAddresses(),
        config.allIssuers().stream()
            .collect(
                Collectors.toMap(VerifierConfig.Issuer::issuer, VerifierConfig.Issuer::maxStale)),
        new VerifierClient(config.socket(), Duration.ofSeconds(5))::keysConfirmedAt);
  }

  /** A configuration without regard to the files that it names. */
  static VerifierConfig valid(Path file) {
    return switch (ConfigFile.read(file, VerifierConfig.class)) {
      case Loaded.Valid<VerifierConfig>(var config) -> config;
      case Loaded.Invalid<VerifierConfig> invalid ->
          throw new IllegalArgumentException(invalid.report());
    };
  }

  private static List<Problem> keySetProblems(VerifierConfig config) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < config.issuers().size(); i++) {
      String key = "issuers[" + i + "].jwks_file";
      keySetProblem(config.issuers().get(i))
          .ifPresent(text -> problems.add(new Problem(0, key, text)));
    }
    for (int i = 0; i < config.bastions().size(); i++) {
      String key = "bastions[" + i + "].service_account_issuer.jwks_file";
      config
          .bastions()
          .get(i)
          .serviceAccountIssuer()
          .flatMap(VerifierConfigFile::keySetProblem)
          .ifPresent(text -> problems.add(new Problem(0, key, text)));
    }
    return problems;
  }

  private static Optional<Problem> accountsProblem(VerifierConfig config, Path file) {
    return config.readServiceAccounts(file) instanceof Loaded.Invalid<ServiceAccounts> invalid
        ? Optional.of(new Problem(0, "service_accounts", invalid.report()))
        : Optional.empty();
  }

  /** A key set that a portal will send may still be missing; one that nobody sends may not. */
  private static Optional<String> keySetProblem(VerifierConfig.Issuer issuer) {
    Path file = issuer.jwksFile();
    try {
      JwksCache.checkFile(file);
      return Optional.empty();
    } catch (NoSuchFileException _) {
      return issuer.jwksUrl().isPresent()
          ? Optional.empty()
          : Optional.of(file + " does not exist; put its key set there, or set jwks_url");
    } catch (IOException e) {
      return Optional.of(file + " cannot be used: " + e.getMessage());
    }
  }
}
