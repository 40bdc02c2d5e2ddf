package io.sallyport.embeddedportal;

import java.util.Optional;

/** What a bastion that waits for its approval is told when it asks (RFC 8628, section 3.5). */
sealed interface Poll {

  /** Nobody has decided yet. */
  record Pending() implements Poll {}

  /** Nobody has decided yet, and the bastion asks too often. */
  record TooSoon() implements Poll {}

  /** Somebody said no. */
  record Denied() implements Poll {}

  /** There is no such request, any more. */
  record Unknown() implements Poll {}

  /** Somebody said yes. */
  record Approved(Scope scope, Optional<CodeChallenge> challenge) implements Poll {}
}
