package io.sallyport.bastion.recording;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One line of a recording's {@code hop.jsonl}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fact.HopStart.class, name = "hop-start"),
  @JsonSubTypes.Type(value = Fact.HopEnd.class, name = "hop-end"),
  @JsonSubTypes.Type(value = Fact.ChannelStart.class, name = "channel-start"),
  @JsonSubTypes.Type(value = Fact.ChannelResize.class, name = "channel-resize"),
  @JsonSubTypes.Type(value = Fact.ChannelExit.class, name = "channel-exit"),
  @JsonSubTypes.Type(value = Fact.StreamEnd.class, name = "stream-end"),
  @JsonSubTypes.Type(value = Fact.ChannelEnd.class, name = "channel-end"),
  @JsonSubTypes.Type(value = Fact.ForwardStart.class, name = "forward-start"),
  @JsonSubTypes.Type(value = Fact.ForwardEnd.class, name = "forward-end"),
})
sealed interface Fact {

  record HopStart(HopFacts hop) implements Fact {}

  record HopEnd() implements Fact {}

  record ChannelStart(int channel, Program program) implements Fact {}

  record ChannelResize(int channel, Program.Size size) implements Fact {}

  record ChannelExit(int channel, Exit exit) implements Fact {}

  /** All that a program without a terminal wrote on a stream, and how many bytes of it are kept. */
  record StreamEnd(int channel, Stream stream, long bytes, long kept, String sha256)
      implements Fact {}

  record ChannelEnd(int channel) implements Fact {}

  record ForwardStart(int channel, Forward forward) implements Fact {}

  record ForwardEnd(int channel, long bytesFromClient, long bytesFromBackend) implements Fact {}
}
