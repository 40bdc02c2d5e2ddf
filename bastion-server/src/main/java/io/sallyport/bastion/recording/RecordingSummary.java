package io.sallyport.bastion.recording;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One recording in a list: what it is of, how long it ran, and what was started in it. */
public record RecordingSummary(
    String id,
    String identity,
    String login,
    String target,
    Instant start,
    Optional<Instant> end,
    List<String> programs) {}
