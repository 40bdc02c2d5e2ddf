package io.sallyport.embeddedportal;

import io.sallyport.config.Default;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Somebody who may fetch portal tokens, as written under {@code people} in portal.yaml.
 *
 * @param name what the person types before the {@code @} of an ssh command
 * @param groups what rules and policies decide by
 * @param attributes what the portal tells about the person, for example {@code cn} and {@code mail}
 */
public record Person(
    String name, @Default("") List<String> groups, @Default("") Map<String, String> attributes)
    implements Subject {

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_.-]{0,31}");

  /** Fields of answers that stand beside the attributes: none of these may take their place. */
  private static final Set<String> ANSWER_FIELDS =
      Set.of(
          "authorized",
          "bastion_voucher",
          "bastion_voucher_expires_in",
          "error",
          "found",
          "groups",
          "managed_groups",
          "offline",
          "permissions",
          "reason",
          "ssh_cert_label",
          "ssh_cert_serial",
          "token",
          "user",
          "valid");

  /**
   * Checks names against what the protocol can carry.
   *
   * @throws IllegalArgumentException if the name, a group or an attribute cannot be used
   */
  public Person {
    ConfigRules.require(
        isName(name),
        ("name: `%s` is not a login name; use up to 32 of a-z, 0-9, '_', '.', '-',"
                + " a letter or '_' first")
            .formatted(name));
    ConfigRules.require(
        groups.stream().allMatch(group -> Syntax.GROUP.matcher(group).matches()),
        "groups: names have 1 to 255 characters and no control characters; change them");
    ConfigRules.require(
        !groups.contains(Account.GROUP),
        "groups: `%s` stands for service accounts; remove it".formatted(Account.GROUP));
    ConfigRules.require(
        Collections.disjoint(attributes.keySet(), ANSWER_FIELDS),
        "attributes: the portal's answers have fields named %s; rename yours"
            .formatted(String.join(", ", new TreeSet<>(ANSWER_FIELDS))));
    groups = List.copyOf(groups);
    attributes = Map.copyOf(attributes);
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
