package io.sallyport.embeddedportal;

import java.time.Instant;

/**
 * What the portal knows of an access token that it issued and that is good.
 *
 * @param device the id of the enrolled bastion that has it
 * @param client the client under which that enrolled
 * @param scope what it is good for
 * @param issuedAt when it was issued
 * @param expiresAt from when on it is good for nothing
 */
record AccessToken(
    String device, String client, Scope scope, Instant issuedAt, Instant expiresAt) {}
