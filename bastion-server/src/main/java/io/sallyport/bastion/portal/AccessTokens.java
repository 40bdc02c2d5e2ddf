package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import java.util.Optional;

/** The access token of the moment, by which the portal knows this bastion. */
interface AccessTokens {

  /** The token to show; none if the portal takes none from this bastion any more. */
  Optional<Secret> current();

  /** Another one than this, which the portal did not take, if one can be had; may ask for it. */
  Optional<Secret> insteadOf(Secret refused);

  /** Always this one, which the operator has written down. */
  static AccessTokens only(Secret token) {
    return new AccessTokens() {
      @Override
      public Optional<Secret> current() {
        return Optional.of(token);
      }

      @Override
      public Optional<Secret> insteadOf(Secret refused) {
        return Optional.empty();
      }
    };
  }
}
