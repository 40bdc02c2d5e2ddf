package io.sallyport.bastion.recording;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.audit.VouchedBy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Facts and programs for the tests of recordings, and a clock that is moved by hand. */
final class TestRecording {

  static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  static final String SID = "01a204a2868d484972c181f704";
  static final Program.Terminal TERMINAL =
      new Program.Terminal("xterm-256color", new Program.Size(80, 24));
  static final Program SHELL = new Program.Shell(Optional.of(TERMINAL));

  private TestRecording() {}

  static HopFacts facts(int hop) {
    return new HopFacts(
        new SessionId(SID),
        hop,
        "alice",
        "web-01",
        "deploy",
        VouchedBy.token("jti"),
        List.of(),
        START);
  }

  static Program exec(String command) {
    return new Program.Exec(command, Optional.empty());
  }

  static void output(ChannelRecording channel, Stream stream, String text) {
    byte[] data = ("__" + text + "__").getBytes(StandardCharsets.UTF_8);
    channel.output(stream, data, 2, data.length - 4);
  }

  /** A clock that stands still until it is moved. */
  static final class HandClock implements InstantSource {
    private volatile Instant now = START;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
