package io.sallyport.embeddedportal;

import java.util.List;
import java.util.Map;

/** Whom the portal knows: a person or a service account. */
sealed interface Subject permits Person, Account {

  /** The name in requests and in the {@code sub} claim. */
  String name();

  /** The groups, for rules and for the {@code user_groups} claim. */
  List<String> groups();

  /** What answers tell about the subject besides its groups. */
  Map<String, String> attributes();
}
