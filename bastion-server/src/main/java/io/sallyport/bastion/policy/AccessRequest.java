package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;

/** The question whether an identity may reach a destination. */
public record AccessRequest(Identity identity, Target target, String login) {}
