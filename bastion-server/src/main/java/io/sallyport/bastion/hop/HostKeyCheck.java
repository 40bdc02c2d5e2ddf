package io.sallyport.bastion.hop;

import io.sallyport.bastion.policy.Target;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * The check of one connection's host key. It outlives the connection, so that a refusal can be told
 * after MINA has closed everything.
 */
final class HostKeyCheck {

  static final AttributeKey<HostKeyCheck> KEY = new AttributeKey<>();

  private final KnownHosts known;
  private volatile @Nullable HostKeyVerdict verdict;

  HostKeyCheck(KnownHosts known) {
    this.known = known;
  }

  /** The check that a connection was opened with, under {@link #KEY}. */
  static HostKeyCheck of(@Nullable AttributeRepository context) {
    HostKeyCheck check = context == null ? null : context.getAttribute(KEY);
    if (check == null) {
      throw new IllegalStateException("A hop was opened without a check of its host key");
    }
    return check;
  }

  Target target() {
    return known.target();
  }

  Set<String> knownKeyTypes() {
    return known.keyTypes();
  }

  boolean accepts(PublicKey shown) {
    HostKeyVerdict judged = known.judge(shown);
    verdict = judged;
    return judged instanceof HostKeyVerdict.Known;
  }

  /** Why the key was refused, if one was. */
  Optional<String> refusal() {
    return verdict instanceof HostKeyVerdict.Refused(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }
}
