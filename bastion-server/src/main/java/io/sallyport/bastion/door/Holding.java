package io.sallyport.bastion.door;

/** Why an open hop may go on, or that it may not. */
enum Holding {
  /** The portal says so now. */
  ALLOWED,
  /** The portal has not taken it back; it is down. */
  UNDISPUTED,
  /** It may not. */
  WITHDRAWN
}
