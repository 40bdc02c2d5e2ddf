package io.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Row FAST =
      Row.ofPairs(
              'a',
              "up",
              "MiB/s",
              new Pairs()
                  .add(Route.JUMP, 100)
                  .add(Route.SALLYPORT, 150)
                  .add(Route.JUMP, 200)
                  .add(Route.SALLYPORT, 220))
          .with(Bar.ratioAtLeast(1.4));
  private static final Row SLOW =
      Row.of('c', "echo", "ms", Figure.of(2), Figure.of(3.5)).with(Bar.addedAtMost(1));
  private static final Row ALONE =
      Row.ofSallyport('d', "heap", "KiB", Figure.of(149)).with(Bar.valueAtMost(150));

  @Test
  void every_row_is_a_line_with_its_verdict() {
    assertThat(new Table(List.of(FAST, SLOW, ALONE)).markdown())
        .endsWith(
            """
            | a | up | MiB/s | 150 [100–200] | 185 [150–220] | 1.30 [1.10–1.50] | ratio ≥ 1.40 | **missed by 7.1 %** |
            | c | echo | ms | 2.00 | 3.50 | 1.75 | ≤ 1.00 ms more | **missed by 0.50 ms** |
            | d | heap | KiB | – | 149 |  | ≤ 150 KiB | met |
            """);
  }

  @Test
  void the_summary_counts_bars_and_not_rows() {
    Row plain = Row.of('a', "up", "MiB/s", Figure.of(1), Figure.of(2));

    assertThat(new Table(List.of(FAST, plain, ALONE)).summary()).isEqualTo("1 of 2 bars met.");
  }

  @Test
  void many_samples_show_their_quartiles_but_for_p99() {
    Pairs pairs = new Pairs();
    for (int i = 0; i <= 100; i++) {
      pairs.add(Route.JUMP, i).add(Route.SALLYPORT, 2 * i);
    }

    assertThat(Row.ofQuantile('b', "login", "ms", pairs, 0.5).sallyport().text())
        .isEqualTo("100 [50.0–150]");
    assertThat(Row.ofQuantile('b', "login", "ms", pairs, 0.99).sallyport().text()).isEqualTo("198");
  }

  @Test
  void a_page_keeps_everything_but_the_result_before() {
    String page = "# Speed\n<!-- begin: integration-tests/bench -->\nold\n<!-- end -->\nMore.\n";

    assertThat(Page.around(page, "new\n"))
        .isEqualTo(
            "# Speed\n<!-- begin: integration-tests/bench -->\n\nnew\n\n<!-- end -->\nMore.\n");
  }

  @Test
  void a_page_without_a_place_for_the_result_becomes_the_result() {
    assertThat(Page.around("", "new\n")).isEqualTo("new\n");
    assertThat(Page.around("<!-- end -->\n", "new\n")).isEqualTo("new\n");
  }
}
