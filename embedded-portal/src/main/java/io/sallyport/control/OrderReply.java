package io.sallyport.control;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of an order. On the wire its first line is {@code refused REASON}, {@code unavailable
 * REASON} or {@code done COUNT}, after which that many lines follow.
 */
public sealed interface OrderReply {

  /**
   * It was done.
   *
   * @param lines what there is to say, for the operator
   */
  record Done(List<String> lines) implements OrderReply {

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
  record Refused(String reason) implements OrderReply {}

  /**
   * The daemon could not be asked, or could not answer.
   *
   * @param reason a sentence for the operator
   */
  record Unavailable(String reason) implements OrderReply {}

  /** The lines that go over the wire. */
  default List<String> encode() {
    return switch (this) {
      case Done(var lines) -> {
        List<String> all = new ArrayList<>();
        all.add("done " + lines.size());
        all.addAll(lines);
        yield all;
      }
      case Refused(var reason) -> List.of("refused " + reason);
      case Unavailable(var reason) -> List.of("unavailable " + reason);
    };
  }

  /**
   * Reads what {@link #encode} has written.
   *
   * @throws IOException if it is not that, or not all of it
   */
  static OrderReply decode(List<String> answer) throws IOException {
    String[] words = answer.isEmpty() ? new String[0] : answer.getFirst().split(" ", 2);
    if (words.length != 2) {
      throw new EOFException("there is no answer");
    }
    List<String> rest = answer.subList(1, answer.size());
    return switch (words[0]) {
      case "done" -> {
        if (!words[1].equals(Integer.toString(rest.size()))) {
          throw new EOFException("the answer breaks off");
        }
        yield new Done(rest);
      }
      case "refused" -> new Refused(words[1]);
      case "unavailable" -> new Unavailable(words[1]);
      default -> throw new IOException("the answer is not one of Sallyport's");
    };
  }
}
