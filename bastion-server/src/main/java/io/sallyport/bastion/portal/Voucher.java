package io.sallyport.bastion.portal;

import io.sallyport.bastion.portal.PamAnswer.NotTheProtocol;
import io.sallyport.config.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the portal gives a bastion for a user whom it lets go on, and wants to see again before it
 * certifies a key for this user. Whoever has it can be that user, from this bastion.
 */
public record Voucher(Secret id) {

  private static final String FIELD = "bastion_voucher";
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** The one in an answer of {@code /pam/authorize}; one that has run out is none. */
  static Optional<Voucher> in(PamAnswer answer) {
    if (!answer.has(FIELD)) {
      return Optional.empty();
    }
    String id = answer.text(FIELD);
    if (!UUID.matcher(id).matches()) {
      throw new NotTheProtocol(FIELD, "a UUID");
    }
    return answer.number(FIELD + "_expires_in") > 0
        ? Optional.of(new Voucher(Secret.of(id)))
        : Optional.empty();
  }
}
