package io.sallyport.bastion.relay;

import java.util.Locale;

/** Why the bastion ends a hop that nobody else has ended. */
public enum HopEnd {
  /** Something could not be recorded. */
  UNRECORDED,
  /** The grant's time is over. */
  GRANT_OVER,
  /** Nothing has moved for longer than the grant allows. */
  IDLE,
  /** Whoever it is may not be there any more. */
  WITHDRAWN,
  /** The backend does not answer any more. */
  BACKEND_SILENT;

  /** In the audit's words. */
  String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
