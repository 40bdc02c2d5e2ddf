package io.sallyport.bastion.lobby;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sallyport.bastion.policy.Destination;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue in lines, for terminals that do not draw, and for no terminal at all: a numbered
 * list, and a question.
 */
final class PlainDialogue implements Dialogue {

  private static final int MUCH = 16 * 1024;

  private final List<Destination> destinations;
  private final boolean echo;
  private final KeyDecoder keys = new KeyDecoder();
  private final StringBuilder out = new StringBuilder();
  private Filter line = Filter.NONE;
  private @Nullable Ending ending;

  /**
   * A dialogue with its list.
   *
   * @param echo whether the terminal leaves it to us to show what is typed
   */
  PlainDialogue(String title, List<Destination> destinations, boolean echo) {
    this.destinations = destinations;
    this.echo = echo;
    say(title);
    if (destinations.isEmpty()) {
      say("(nothing that you may reach)");
      ending = new Ending.Left();
    } else {
      list(destinations);
      ask();
    }
  }

  /**
   * Stops where much is to be shown: a few bytes typed may mean a long answer. Stops at the end
   * too: what a script has written behind its answer is for whatever comes next.
   */
  @Override
  public int type(byte[] bytes, int offset, int length) {
    int taken = 0;
    while (taken < length && ending == null && out.length() < MUCH) {
      keys.take(bytes[offset + taken++]).ifPresent(this::press);
    }
    return taken;
  }

  private void press(Key key) {
    switch (key) {
      case Key.Typed(var character) -> edit(line.with(character), String.valueOf(character));
      case Key.Named.BACKSPACE -> edit(line.withoutLast(), "\b \b");
      case Key.Named.ENTER -> answer();
      case Key.Named.LEAVE -> leave();
      case Key.Named.CLEAR -> edit(Filter.NONE, "\b \b".repeat(line.text().length()));
      case Key.Named _ -> {}
    }
  }

  private void edit(Filter edited, String shown) {
    if (echo && !edited.equals(line)) {
      out.append(shown);
    }
    line = edited;
  }

  private void answer() {
    String typed = line.text().strip();
    List<Destination> meant = numbered(typed).map(List::of).orElseGet(() -> line.of(destinations));
    if (echo) {
      newLine();
    }
    line = Filter.NONE;
    if (typed.isEmpty()) {
      ending = new Ending.Left();
    } else if (meant.size() == 1) {
      ending = new Ending.Chosen(meant.getFirst());
    } else if (meant.isEmpty()) {
      say("There is no such destination.");
      ask();
    } else {
      list(meant);
      ask();
    }
  }

  private Optional<Destination> numbered(String typed) {
    if (!typed.matches("[0-9]{1,6}")) {
      return named(typed);
    }
    int number = Integer.parseInt(typed);
    return number >= 1 && number <= destinations.size()
        ? Optional.of(destinations.get(number - 1))
        : Optional.empty();
  }

  /** A whole name, which may be the beginning of another. */
  private Optional<Destination> named(String typed) {
    return destinations.stream().filter(d -> d.toString().equalsIgnoreCase(typed)).findFirst();
  }

  private void leave() {
    newLine();
    ending = new Ending.Left();
  }

  @Override
  public boolean undecided() {
    return false;
  }

  @Override
  public void paused() {}

  @Override
  public void hungUp() {
    if (ending == null) {
      leave();
    }
  }

  @Override
  public void resized(Size size) {}

  @Override
  public void again(String words) {
    ending = null;
    say(Printable.of(words));
    ask();
  }

  @Override
  public byte[] output() {
    byte[] text = out.toString().getBytes(US_ASCII);
    out.setLength(0);
    return text;
  }

  @Override
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  private void list(List<Destination> some) {
    Set<Destination> shown = Set.copyOf(some);
    for (int place = 0; place < destinations.size(); place++) {
      if (shown.contains(destinations.get(place))) {
        say("%4d  %s".formatted(place + 1, destinations.get(place)));
      }
    }
  }

  private void ask() {
    out.append("Number or name (nothing to leave): ");
  }

  private void say(String text) {
    out.append(Printable.of(text));
    newLine();
  }

  private void newLine() {
    out.append(echo ? "\r\n" : "\n");
  }
}
