package io.sallyport.token;

import java.util.Locale;

/** Why a bastion token was refused; the codes are stable and go into logs. */
public enum Reason {
  /** Certificate or token is not what its format says. */
  MALFORMED,
  /** The certificate carries no bastion token. */
  NO_TOKEN,
  /** The certificate's own validity does not cover the present. */
  CERTIFICATE_NOT_VALID,
  /** The certificate is not for exactly the login. */
  PRINCIPALS,
  /** The token's header says something else than JWT. */
  WRONG_TYPE,
  /** The token's header has {@code crit}: there is no extension that we understand. */
  CRITICAL_HEADER,
  /** The header's algorithm is not the one that belongs to the key. */
  BAD_ALGORITHM,
  /** No registered issuer signs under this name. */
  WRONG_ISSUER,
  /** The issuer is registered, but none of its keys has ever been here. */
  NO_KEYS,
  /** The issuer's keys have not been confirmed for too long. */
  STALE_KEYS,
  /** The issuer has no usable key of this id. */
  UNKNOWN_KEY,
  /** The signature does not belong to this text and this key. */
  BAD_SIGNATURE,
  /** A claim that every bastion token has is absent. */
  MISSING_CLAIM,
  /** The token is for somebody else than a backend. */
  WRONG_AUDIENCE,
  /** {@code iat} or {@code nbf} is in the future. */
  NOT_YET_VALID,
  /** {@code exp} is in the past. */
  EXPIRED,
  /** The token lives longer than this backend allows. */
  LIFE_TOO_LONG,
  /** The token is for another host. */
  WRONG_TARGET,
  /** The token is for another login. */
  WRONG_LOGIN,
  /** The bastion is not one that may come here. */
  BASTION_NOT_ALLOWED,
  /** It is an earlier token, and this backend takes none, or not from this bastion or person. */
  OFFLINE_NOT_ALLOWED,
  /** A bastion's own issuer signed for somebody who is no service account of this backend's. */
  NOT_A_SERVICE_ACCOUNT,
  /** A program is to be introduced, or somebody under a name that no person's account may have. */
  NOT_A_PERSON,
  /** Another connection has shown the token before. */
  ALREADY_USED,
  /** Neither the certificate's key nor its authority ties the token to its bearer. */
  UNBOUND;

  /** The code in lower case with hyphens, such as {@code wrong-target}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
