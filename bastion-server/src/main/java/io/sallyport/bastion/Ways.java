package io.sallyport.bastion;

import io.sallyport.bastion.BastionConfig.TargetEntry;
import io.sallyport.bastion.BastionConfig.Via;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Target;
import io.sallyport.config.ItemObjection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways to the targets, which may lead through each other but must begin somewhere. */
record Ways(List<TargetEntry> entries) {

  /** How many targets may lie on the way to another one. */
  static final int MOST = 4;

  /**
   * The targets, each with what lies on the way to it.
   *
   * @throws ItemObjection if there is no way to one of them, with the names on the way
   */
  List<Target> targets() {
    for (int i = 0; i < entries.size(); i++) {
      objectTo(i, entries.get(i));
    }
    return entries.stream().map(this::target).toList();
  }

  private Target target(TargetEntry entry) {
    return entry.target(
        entry.via().map(via -> new Destination(via.login(), target(find(via).orElseThrow()))));
  }

  /** Goes from a target back to where its way begins. */
  private void objectTo(int index, TargetEntry last) {
    List<TargetEntry> chain = new ArrayList<>();
    StringBuilder names = new StringBuilder("`via` of ").append(name(last.name(), last.port()));
    TargetEntry entry = last;
    while (entry.via().isPresent()) {
      Via via = entry.via().get();
      chain.add(entry);
      names.append(" -> ").append(name(via.target(), via.port()));
      entry = find(via).orElseThrow(() -> objection(index, names, "there is no such target"));
      if (chain.contains(entry)) {
        throw objection(index, names, "the way goes round in a circle");
      }
    }
    if (chain.size() > MOST) {
      throw objection(index, names, "more than " + MOST + " targets are on the way");
    }
  }

  private Optional<TargetEntry> find(Via via) {
    return entries.stream()
        .filter(entry -> entry.name().equals(via.target()) && entry.port() == via.port())
        .findFirst();
  }

  private static ItemObjection objection(int index, CharSequence names, String problem) {
    return new ItemObjection("targets", index, names + ": " + problem);
  }

  private static String name(String target, int port) {
    return port == 22 ? target : "[" + target + "]:" + port;
  }
}
