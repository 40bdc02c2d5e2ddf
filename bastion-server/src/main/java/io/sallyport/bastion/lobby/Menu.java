package io.sallyport.bastion.lobby;

import io.sallyport.bastion.policy.Destination;
import java.util.List;

/**
 * The menu at one moment; every key makes the next one.
 *
 * @param title whose menu of which bastion it is
 * @param all the destinations to choose from
 * @param matches those that the filter lets through
 * @param selected the place of the chosen one among them; 0 when there is none
 * @param notice what somebody must be told; stays until the next key
 */
record Menu(
    String title,
    List<Destination> all,
    Filter filter,
    List<Destination> matches,
    int selected,
    Size size,
    String notice) {

  /** What a key leads to. */
  sealed interface Step {
    record Next(Menu menu) implements Step {}

    record Chosen(Destination destination) implements Step {}

    record Left() implements Step {}
  }

  static Menu of(String title, List<Destination> all, Size size) {
    return new Menu(title, all, Filter.NONE, all, 0, size, "");
  }

  Step key(Key key) {
    Menu quiet = noticing("");
    return switch (key) {
      case Key.Typed(var character) -> next(quiet.filtered(filter.with(character)));
      case Key.Named named ->
          switch (named) {
            case ENTER -> matches.isEmpty() ? next(quiet) : chosen();
            case ESCAPE -> filter.isEmpty() ? new Step.Left() : next(quiet.filtered(Filter.NONE));
            case LEAVE -> new Step.Left();
            case BACKSPACE -> next(quiet.filtered(filter.withoutLast()));
            case CLEAR -> next(quiet.filtered(Filter.NONE));
            case UP -> next(quiet.selecting(selected - 1));
            case DOWN -> next(quiet.selecting(selected + 1));
            case PAGE_UP -> next(quiet.selecting(selected - page()));
            case PAGE_DOWN -> next(quiet.selecting(selected + page()));
            case HOME -> next(quiet.selecting(0));
            case END -> next(quiet.selecting(matches.size() - 1));
            case REDRAW -> next(quiet);
          };
    };
  }

  Menu resized(Size other) {
    return new Menu(title, all, filter, matches, selected, other, notice);
  }

  Menu noticing(String words) {
    return new Menu(title, all, filter, matches, selected, size, words);
  }

  private Menu filtered(Filter other) {
    return new Menu(title, all, other, other.of(all), 0, size, notice);
  }

  private Menu selecting(int place) {
    int within = Math.clamp(place, 0, Math.max(0, matches.size() - 1));
    return new Menu(title, all, filter, matches, within, size, notice);
  }

  private int page() {
    return new Layout(this).listRows();
  }

  private Step chosen() {
    return new Step.Chosen(matches.get(selected));
  }

  private static Step next(Menu menu) {
    return new Step.Next(menu);
  }
}
