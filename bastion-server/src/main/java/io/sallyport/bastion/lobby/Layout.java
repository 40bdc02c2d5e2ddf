package io.sallyport.bastion.lobby;

import io.sallyport.bastion.policy.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a menu is laid out: a title where there is room for one, the filter, as much of the list as
 * fits around what is selected, and a last line for help or for what must be told.
 */
final class Layout {

  private static final int ROOMY = 8;
  private static final String PROMPT = "Filter: ";
  private static final List<String> HELP =
      List.of(
          "Enter: go there   type: filter   Esc: clear, leave   Ctrl-C: leave",
          "Enter: go there   Esc: clear, leave",
          "Enter: go");

  private final Menu menu;
  private final int rows;
  private final int columns;
  private final List<String> head;
  private final List<String> foot;

  Layout(Menu menu) {
    this.menu = menu;
    this.rows = menu.size().rows();
    this.columns = menu.size().columns();
    this.head = head();
    this.foot = foot(rows - head.size());
  }

  int listRows() {
    return rows - head.size() - foot.size();
  }

  Frame frame() {
    List<String> lines = new ArrayList<>(head);
    lines.addAll(list());
    lines.addAll(foot);
    int marked = menu.matches().isEmpty() ? -1 : head.size() + menu.selected() - first();
    int row = rows < ROOMY ? 0 : 1;
    int column = head.isEmpty() ? 0 : Math.min(filter().length(), columns - 1);
    return new Frame(lines.stream().map(this::fitted).toList(), marked, row, column);
  }

  private List<String> head() {
    if (rows == 1) {
      return List.of();
    }
    return rows < ROOMY ? List.of(filter()) : List.of(menu.title(), filter(), "");
  }

  /** The end of it, where it does not fit: that is where the typing happens. */
  private String filter() {
    String typed = menu.filter().text();
    int room = Math.max(0, columns - PROMPT.length() - 1);
    return PROMPT + typed.substring(Math.max(0, typed.length() - room));
  }

  /** Leaves at least half of the rows to the list. */
  private List<String> foot(int left) {
    if (left < 3) {
      return List.of();
    }
    return menu.notice().isEmpty()
        ? List.of(help())
        : wrapped(menu.notice()).limit(left / 2).toList();
  }

  private String help() {
    int place = menu.matches().isEmpty() ? 0 : menu.selected() + 1;
    String position = place + "/" + menu.matches().size();
    String words =
        HELP.stream()
            .filter(text -> text.length() + 1 + position.length() <= columns)
            .findFirst()
            .orElse("");
    return words + " ".repeat(Math.max(0, columns - words.length() - position.length())) + position;
  }

  private Stream<String> wrapped(String words) {
    return IntStream.iterate(0, start -> start < words.length(), start -> start + columns)
        .mapToObj(start -> words.substring(start, Math.min(words.length(), start + columns)));
  }

  private List<String> list() {
    List<String> lines = new ArrayList<>();
    if (menu.matches().isEmpty()) {
      lines.add(
          menu.all().isEmpty() ? "  (nothing that you may reach)" : "  (no such destination)");
    }
    for (int place = first(); lines.size() < listRows(); place++) {
      lines.add(place < menu.matches().size() ? item(place) : "");
    }
    return lines;
  }

  private String item(int place) {
    Destination destination = menu.matches().get(place);
    return (place == menu.selected() ? "> " : "  ") + Printable.of(destination.toString());
  }

  /** The first of the list that is shown: what is selected stands in the middle if it can. */
  private int first() {
    int last = Math.max(0, menu.matches().size() - listRows());
    return Math.clamp(menu.selected() - listRows() / 2L, 0, last);
  }

  private String fitted(String line) {
    return line.length() <= columns ? line : line.substring(0, columns);
  }
}
