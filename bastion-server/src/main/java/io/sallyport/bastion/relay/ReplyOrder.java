package io.sallyport.bastion.relay;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The replies that a client still waits for. They carry no number (RFC 4254, section 5.4), only
 * their order tells which request they are for; so a refusal of ours waits until the backend has
 * replied to what was asked before.
 */
final class ReplyOrder {

  private enum Expected {
    FROM_BACKEND,
    REFUSAL
  }

  private final Deque<Expected> expected = new ArrayDeque<>();

  /** A request that wants a reply goes to the backend. */
  synchronized void forwarded() {
    expected.add(Expected.FROM_BACKEND);
  }

  /** A request that wants a reply is refused here. Returns how many refusals can be sent now. */
  synchronized int refused() {
    expected.add(Expected.REFUSAL);
    return dueRefusals();
  }

  /**
   * The backend replied. Returns whether anybody had asked; if so, {@link #passedOn} comes next.
   */
  synchronized boolean replied() {
    return expected.peek() == Expected.FROM_BACKEND;
  }

  /** That reply was passed on. Returns how many refusals waited for it. */
  synchronized int passedOn() {
    var _ = expected.remove();
    return dueRefusals();
  }

  private int dueRefusals() {
    int due = 0;
    while (expected.peek() == Expected.REFUSAL) {
      expected.poll();
      due++;
    }
    return due;
  }
}
