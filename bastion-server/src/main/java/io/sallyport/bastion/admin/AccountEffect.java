package io.sallyport.bastion.admin;

import io.sallyport.config.Default;
import io.sallyport.serviceaccounts.AccountKey;
import io.sallyport.serviceaccounts.AccountLimits;
import io.sallyport.serviceaccounts.ServiceAccount;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a service account is to a bastion, in the words of its file. */
record AccountEffect(
    String name,
    Set<String> keyFingerprints,
    Optional<String> expires,
    @Default("") Set<String> source,
    @Default("") Set<String> targets,
    @Default("") Set<String> logins,
    @Default("") Set<String> commands) {

  static AccountEffect of(ServiceAccount account) {
    AccountLimits limits = account.limits();
    return new AccountEffect(
        account.name(),
        account.keys().stream().map(AccountEffect::key).collect(Collectors.toSet()),
        account.expires().map(Instant::toString),
        texts(limits.sources()),
        texts(limits.targets()),
        limits.logins(),
        texts(limits.commands()));
  }

  private static String key(AccountKey key) {
    return key.fingerprint()
        + key.notBefore().map(time -> " not_before=" + time).orElse("")
        + key.expires().map(time -> " expires=" + time).orElse("");
  }

  private static Set<String> texts(Collection<?> limits) {
    return limits.stream().map(Object::toString).collect(Collectors.toSet());
  }
}
