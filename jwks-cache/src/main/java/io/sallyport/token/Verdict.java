package io.sallyport.token;

/** What a {@link TokenVerifier} says about one hop certificate. */
public sealed interface Verdict permits VerifiedToken, RefusedToken {}
