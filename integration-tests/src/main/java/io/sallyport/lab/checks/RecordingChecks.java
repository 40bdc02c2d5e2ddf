package io.sallyport.lab.checks;

import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** That what went through is on record, whichever way it came. */
final class RecordingChecks {
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{26}-\\d+\\b");

  private final Client client;

  RecordingChecks(Lab lab) {
    client = lab.client();
  }

  List<Check> all() {
    return List.of(new Check("a session can be listed and played afterwards", this::played));
  }

  private void played() {
    Set<String> before = listed();
    Broken.unlessOk(client.automation("web-01", "echo for the record").finish());
    Set<String> fresh = listed();
    fresh.removeAll(before);
    Broken.unlessEqual(1, fresh.size(), "new recordings");
    String played = client.sallyport("recordings", "play", fresh.iterator().next());
    Broken.unless(played.contains("for the record"), "played: " + played);
  }

  private Set<String> listed() {
    return ID.matcher(client.sallyport("recordings", "list"))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
