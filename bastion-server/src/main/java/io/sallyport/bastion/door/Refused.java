package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.HopEnd;

/**
 * What the client is told when there is no way through, or no more. The same words for what is
 * forbidden and what does not exist; the reason stands in the log, under the id that the client is
 * told too.
 */
enum Refused {
  NOT_ALLOWED("not allowed, or no such host or login"),
  COMMANDS_ONLY("commands are allowed there, and no shell"),
  UNDECIDED("nobody can say right now whether this is allowed; try again later"),
  UNREACHABLE("the host cannot be reached right now"),
  WRONG_HOST("the host's identity could not be confirmed, so the connection was not made"),
  NOT_LET_IN("the host did not accept the login"),
  NOT_RECORDED("the session cannot be recorded, so it is not allowed to go on"),
  TIME_OVER("the time of this session is over"),
  WITHDRAWN("you may not be there any more"),
  IDLE("nothing has moved in this session for too long"),
  SILENT("the host does not answer any more");

  /** The words for a hop that the bastion has ended. */
  static Refused because(HopEnd end) {
    return switch (end) {
      case UNRECORDED -> NOT_RECORDED;
      case GRANT_OVER -> TIME_OVER;
      case IDLE -> IDLE;
      case WITHDRAWN -> WITHDRAWN;
      case BACKEND_SILENT -> SILENT;
    };
  }

  private final String words;

  Refused(String words) {
    this.words = words;
  }

  String text(HopRequest request, String login) {
    return "sallyport: %s@%s: %s (session %s)"
        .formatted(login, request.destination(), words, request.session());
  }
}
