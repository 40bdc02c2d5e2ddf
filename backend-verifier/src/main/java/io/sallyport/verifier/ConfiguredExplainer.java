package io.sallyport.verifier;

import io.sallyport.config.Loaded;
import io.sallyport.jwks.KeySetOnDisk;
import io.sallyport.jwks.KeySource;
import io.sallyport.jwks.WatchedClock;
import io.sallyport.serviceaccounts.KeyFingerprints;
import io.sallyport.serviceaccounts.LookUp;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.token.BastionToken;
import io.sallyport.token.Check;
import io.sallyport.token.Explanation;
import io.sallyport.token.Explanation.Failed;
import io.sallyport.token.Reason;
import io.sallyport.token.RefusedToken;
import io.sallyport.token.TokenVerifier;
import io.sallyport.verifier.explain.Explainer;
import io.sallyport.verifier.explain.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a verifier would say that was started with the files as they are. */
final class ConfiguredExplainer implements Explainer {

  @Override
  public Answer explain(Path file, Shown shown, String login, Instant at) throws IOException {
    VerifierConfig config = VerifierConfigFile.valid(file);
    TokenVerifier tokens = tokens(config, WatchedClock.over(InstantSource.fixed(at)));
    Explanation explanation =
        switch (shown) {
          case Shown.Certificate(var certificate) -> tokens.explain(certificate, login);
          case Shown.Token(var compact) -> tokens.explainUnbound(compact, login);
          case Shown.Malformed(var detail) ->
              new Explanation(
                  Optional.empty(), Map.of(Check.TOKEN, new Failed(Reason.MALFORMED, detail)));
        };
    List<Failed> more = new ArrayList<>();
    if (!login.isEmpty() && Verifier.isMisleading(login)) {
      more.add(new Failed(Reason.MALFORMED, Verifier.MISLEADING));
    }
    if (login.equals(BastionToken.INTRODUCTION_LOGIN) && config.people().isEmpty()) {
      more.add(failed(Newcomers.notHere()));
    }
    Optional<BastionToken> signed = explanation.signed();
    if (signed.isPresent()
        && UsedTokens.contain(config.usedTokens(), name(shown, signed.get(), config, at))) {
      more.add(failed(Verifier.alreadyUsed(signed.get())));
    }
    return new Answer(explanation, more, signed.flatMap(token -> config.from(token.bastionId())));
  }

  private static TokenVerifier tokens(VerifierConfig config, WatchedClock clock)
      throws IOException {
    ServiceAccounts accounts = accounts(config);
    Map<String, KeySource> keys = new HashMap<>();
    for (VerifierConfig.Issuer issuer : config.allIssuers()) {
      keys.put(issuer.issuer(), KeySetOnDisk.read(issuer.jwks(), clock));
    }
    TokenVerifier.Settings settings =
        config.tokens((name, key) ->
            accounts.find(name, KeyFingerprints.ofSha256(key), clock.instant())
                instanceof LookUp.Known);
    return new TokenVerifier(settings, keys, clock);
  }

  private static ServiceAccounts accounts(VerifierConfig config) {
    return config
        .serviceAccounts()
        .map(file ->
            switch (config.readServiceAccounts(file)) {
              case Loaded.Valid<ServiceAccounts>(var accounts) -> accounts;
              case Loaded.Invalid<ServiceAccounts> invalid ->
                  throw new IllegalArgumentException(invalid.report());
            })
        .orElseGet(ServiceAccounts::none);
  }

  private static ShownToken name(
      Shown shown, BastionToken token, VerifierConfig config, Instant at) {
    return switch (shown) {
      case Shown.Certificate(var certificate) ->
          ShownToken.of(certificate, token, config.skew(), at);
      case Shown.Token _, Shown.Malformed _ -> ShownToken.of(token, config.skew());
    };
  }

  private static Failed failed(RefusedToken refused) {
    return new Failed(refused.reason(), refused.detail());
  }
}
