package io.sallyport.embeddedportal;

import java.util.List;

/** What came of a command about the bastions that enrol. */
public sealed interface DeviceAnswer {

  /**
   * It was done.
   *
   * @param lines what there is to say, for the operator
   */
  record Done(List<String> lines) implements DeviceAnswer {

    /** Copies the list. */
    public Done {
      lines = List.copyOf(lines);
    }
  }

  /**
   * There is nothing to do that to.
   *
   * @param reason a sentence for the operator
   */
  record Refused(String reason) implements DeviceAnswer {}

  /**
   * The portal could not be asked, or could not answer.
   *
   * @param reason a sentence for the operator
   */
  record Unavailable(String reason) implements DeviceAnswer {}
}
