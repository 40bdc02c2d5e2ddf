package io.sallyport.control;

/** Answers orders. */
@FunctionalInterface
public interface Desk {

  /** Does what a line says; may wait. */
  OrderReply answer(String line);
}
