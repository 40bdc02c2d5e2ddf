package io.sallyport.token;

import java.util.Optional;

/**
 * A bastion token that does not let anybody in.
 *
 * @param reason why, for programs
 * @param detail why, for operators: nothing in it can be used to get in
 * @param signed what the token says when its signature was right, for the log; else empty, because
 *     then anybody could have written it
 */
public record RefusedToken(Reason reason, String detail, Optional<BastionToken> signed)
    implements Verdict, IntroductionVerdict {}
