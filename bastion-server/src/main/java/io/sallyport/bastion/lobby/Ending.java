package io.sallyport.bastion.lobby;

import io.sallyport.bastion.policy.Destination;

/** How somebody's stay in the lobby ends. */
public sealed interface Ending {

  /** They want to go on. */
  record Chosen(Destination destination) implements Ending {}

  /** They left. */
  record Left() implements Ending {}
}
