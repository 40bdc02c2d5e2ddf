package io.sallyport.token;

import java.util.Optional;

/**
 * A bastion that may send people to this backend.
 *
 * @param id the {@code bastion_id} in its tokens
 * @param hopCa the key that signs its hop certificates; with it, a token without {@code cnf} is
 *     bound, too
 * @param offline whose earlier tokens it may show again while the portal is down
 */
public record RegisteredBastion(
    String id, Optional<SshEd25519Key> hopCa, Optional<OfflineTokens> offline) {}
