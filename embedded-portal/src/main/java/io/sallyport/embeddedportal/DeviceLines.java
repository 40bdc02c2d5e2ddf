package io.sallyport.embeddedportal;

import io.sallyport.embeddedportal.DeviceRequests.Waiting;
import io.sallyport.embeddedportal.Devices.Device;
import io.sallyport.embeddedportal.Devices.LastBeat;
import io.sallyport.embeddedportal.Report.ReportedSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an operator reads about bastions that enrol. */
final class DeviceLines {
  private static final String INDENT = " ".repeat(10);

  /** What a bastion said about itself must not command the operator's terminal. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private DeviceLines() {}

  static String of(Waiting request, Instant now) {
    return "waiting   %s  client %s, for %d s more"
        .formatted(
            request.userCode(),
            request.client(),
            Duration.between(now, request.expiresAt()).toSeconds());
  }

  static List<String> of(Device device) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "enrolled  %s  client %s, since %s"
            .formatted(device.id(), device.client(), device.enrolledAt()));
    device.lastBeat().ifPresent(beat -> describe(beat, lines));
    return lines;
  }

  private static void describe(LastBeat beat, List<String> lines) {
    Report report = beat.report();
    List<String> words = new ArrayList<>();
    words.add("last beat " + beat.at());
    add(words, "host ", report.hostname());
    add(words, "version ", report.version());
    add(words, "", report.nodeRole());
    report.uptime().ifPresent(seconds -> words.add("up " + seconds + " s"));
    add(words, "stats ", report.stats());
    lines.add(INDENT + printable(String.join(", ", words)));
    report.sessions().forEach(session -> lines.add(INDENT + printable(line(session))));
  }

  private static String line(ReportedSession session) {
    List<String> words = new ArrayList<>();
    words.add("session");
    add(words, "", session.user());
    add(words, "from ", session.from());
    add(words, "on ", session.tty());
    session.since().flatMap(DeviceLines::time).ifPresent(since -> words.add("since " + since));
    return String.join(" ", words);
  }

  private static void add(List<String> words, String label, String text) {
    if (!text.isEmpty()) {
      words.add(label + text);
    }
  }

  /** Empty if it is none that can be written. */
  private static Optional<Instant> time(long seconds) {
    return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(seconds));
  }

  private static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
