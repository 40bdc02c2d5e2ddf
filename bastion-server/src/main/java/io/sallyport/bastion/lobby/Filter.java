package io.sallyport.bastion.lobby;

import io.sallyport.bastion.policy.Destination;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody has typed to find a destination: each word of it must stand in its name. */
record Filter(String text) {

  static final Filter NONE = new Filter("");

  private static final int LONGEST = 64;

  Filter with(char character) {
    return text.length() < LONGEST ? new Filter(text + character) : this;
  }

  Filter withoutLast() {
    return isEmpty() ? this : new Filter(text.substring(0, text.length() - 1));
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  List<Destination> of(List<Destination> all) {
    List<String> words = Stream.of(lower(text).split(" ")).filter(w -> !w.isEmpty()).toList();
    return all.stream()
        .filter(destination -> words.stream().allMatch(lower(destination.toString())::contains))
        .toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
