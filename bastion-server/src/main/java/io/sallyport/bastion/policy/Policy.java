package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.PolicyFile.PolicyRule;
import io.sallyport.serviceaccounts.AccountLimits;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The local policy. The first rule that names the identity, the target and the login decides; where
 * none does, the answer is no.
 */
public final class Policy {

  /** As what the limits of a service account stand in the audit. */
  public static final String ACCOUNT_LIMITS = "service-accounts";

  private final List<Rule> rules;
  private final Targets targets;

  /** The policy of a file, for these targets. */
  public Policy(PolicyFile file, Targets targets) {
    this.rules = file.rules().stream().map(Rule::new).toList();
    this.targets = targets;
  }

  /** The rules, as the operator wrote them. */
  public List<PolicyRule> rules() {
    return rules.stream().map(rule -> rule.file).toList();
  }

  /** Decides about a destination. */
  public Decision decide(AccessRequest request) {
    return rules.stream()
        .filter(rule -> rule.isFor(request.identity()) && rule.reaches(request.target()))
        .filter(rule -> rule.file.logins(request.identity()).anyMatch(request.login()::equals))
        .findFirst()
        .map(rule -> withinLimits(request, rule))
        .orElseGet(() -> new Refusal("default", "no rule allows it"));
  }

  /** What a service account may do at most takes away from what the rule gives. */
  private Decision withinLimits(AccessRequest request, Rule rule) {
    AccountLimits limits = request.identity().limits();
    if (!limits.allowsTarget(request.target().name())) {
      return new Refusal(ACCOUNT_LIMITS, "the account's targets do not name it");
    }
    return limits.allowsLogin(request.login())
        ? new Grant(request, rule.file.name(), rule.rights, targets)
        : new Refusal(ACCOUNT_LIMITS, "the account's logins do not name it");
  }

  /** The target, if there is any login under which this identity may reach it. */
  public Optional<Reachable> reachable(Identity identity, Target target) {
    return logins(identity, target).findFirst().map(_ -> new Reachable(target));
  }

  /** Every destination that this identity may reach: the targets in their order, then the rules. */
  public List<Destination> destinations(Identity identity, Targets targets) {
    return targets.all().stream()
        .flatMap(target -> logins(identity, target).map(login -> new Destination(login, target)))
        .toList();
  }

  private Stream<String> logins(Identity identity, Target target) {
    AccountLimits limits = identity.limits();
    return rules.stream()
        .filter(rule -> rule.isFor(identity) && rule.reaches(target))
        .filter(_ -> limits.allowsTarget(target.name()))
        .flatMap(rule -> rule.file.logins(identity))
        .filter(limits::allowsLogin)
        .distinct();
  }

  private static final class Rule {
    private final PolicyRule file;
    private final List<Pattern> targets;
    private final Rights rights;

    Rule(PolicyRule file) {
      this.file = file;
      this.rights = Rights.of(file);
      this.targets = file.targets().stream().map(Rule::glob).toList();
    }

    boolean isFor(Identity identity) {
      return switch (identity.kind()) {
        case PERSON ->
            file.people().contains(identity.name())
                || identity.groups().stream().anyMatch(file.groups()::contains);
        case SERVICE_ACCOUNT -> file.serviceAccounts().contains(identity.name());
      };
    }

    boolean reaches(Target target) {
      return targets.stream().anyMatch(glob -> glob.matcher(target.name()).matches());
    }

    private static Pattern glob(String text) {
      return Pattern.compile(
          Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
          Pattern.CASE_INSENSITIVE);
    }
  }
}
