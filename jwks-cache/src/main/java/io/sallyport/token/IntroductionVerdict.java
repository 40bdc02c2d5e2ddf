package io.sallyport.token;

/** What a {@link TokenVerifier} says about one hop certificate that introduces somebody. */
public sealed interface IntroductionVerdict permits VerifiedIntroduction, RefusedToken {}
