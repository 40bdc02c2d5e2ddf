package io.sallyport.bastion.recording;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a program ended (RFC 4254, section 6.10). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Exit.Status.class, name = "status"),
  @JsonSubTypes.Type(value = Exit.Signal.class, name = "signal"),
})
public sealed interface Exit {

  /** It returned this status. */
  record Status(int status) implements Exit {}

  /** It was killed by this signal, named without {@code SIG}. */
  record Signal(String name) implements Exit {}
}
