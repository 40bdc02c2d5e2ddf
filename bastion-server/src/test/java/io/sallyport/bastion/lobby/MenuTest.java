package io.sallyport.bastion.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.lobby.Key.Named;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.testing.Rules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MenuTest {

  private static final Size USUAL = new Size(24, 80);
  private static final Size TINY = new Size(5, 20);
  private static final String TITLE = "Sallyport bastion: where alice may go";

  private Menu menu = Menu.of(TITLE, Visitors.webs(3), USUAL);

  @Test
  void usualSize_showsTitle_filter_list_andHelp() {
    assertThat(screen())
        .isEqualTo(
            """
            Sallyport bastion: where alice may go
            Filter:

            > deploy@web-01
              deploy@web-02
              deploy@web-03
            """
                + "\n".repeat(17)
                + "Enter: go there   type: filter   Esc: clear, leave   Ctrl-C: leave           1/3");
    assertThat(frame().marked()).isEqualTo(3);
  }

  @Test
  void tinySize_showsFilter_list_andPlace() {
    menu = Menu.of(TITLE, Visitors.webs(30), TINY);
    press(Named.DOWN, Named.DOWN);

    assertThat(screen())
        .isEqualTo(
            """
            Filter:
              deploy@web-02
            > deploy@web-03
              deploy@web-04
            Enter: go       3/30\
            """);
    assertThat(frame().marked()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,80", "2,20", "3,3", "4,20", "7,10", "8,8", "200,500"})
  void anySize_isFilledExactly_andTheSelectedOneIsThere(int rows, int columns) {
    menu = Menu.of(TITLE, Visitors.webs(300), new Size(rows, columns));
    type("we");
    press(Named.END);
    menu = menu.noticing("no way ".repeat(100));

    Frame frame = frame();
    assertThat(frame.lines()).hasSize(rows).allMatch(line -> line.length() <= columns);
    assertThat(frame.lines().get(frame.marked())).startsWith(">");
    assertThat(frame.cursorRow()).isBetween(0, rows - 1);
    assertThat(frame.cursorColumn()).isBetween(0, columns - 1);
  }

  @Test
  void typing_leavesWhatHasAllWordsInItsName_inAnyCase() {
    menu = Menu.of(TITLE, Visitors.and(Visitors.webs(12), "www-data", "web-12"), USUAL);
    type("DEP 1");

    assertThat(names())
        .containsExactly("deploy@web-01", "deploy@web-10", "deploy@web-11", "deploy@web-12");
    assertThat(screen()).contains("Filter: DEP 1\n");
    assertThat(frame().cursorRow()).isEqualTo(1);
    assertThat(frame().cursorColumn()).isEqualTo("Filter: DEP 1".length());
  }

  @Test
  void filter_selectsTheFirst_andIsTakenBackLetterByLetter() {
    press(Named.DOWN);
    type("02");
    assertThat(names()).containsExactly("deploy@web-02");
    assertThat(menu.selected()).isZero();

    press(Named.BACKSPACE);
    assertThat(names()).hasSize(3);
    press(Named.BACKSPACE, Named.BACKSPACE);
    assertThat(menu.filter().isEmpty()).isTrue();
  }

  @Test
  void filterThatNothingPasses_saysSo_andEnterDoesNothing() {
    type("zzz");

    assertThat(screen()).contains("(no such destination)").contains("0/0");
    assertThat(frame().marked()).isEqualTo(-1);
    assertThat(menu.key(Named.ENTER)).isInstanceOf(Menu.Step.Next.class);
  }

  @Test
  void filterThatIsLongerThanTheWindow_showsItsEnd_andHasALimit() {
    menu = menu.resized(TINY);
    type("0123456789".repeat(20));

    assertThat(menu.filter().text()).hasSize(64);
    assertThat(frame().lines().getFirst()).isEqualTo("Filter: 34567890123");
    assertThat(frame().cursorColumn()).isEqualTo(19);
  }

  @Test
  void nothingToChooseFrom_isSaid() {
    menu = Menu.of(TITLE, List.of(), USUAL);

    assertThat(screen()).contains("(nothing that you may reach)");
    assertThat(menu.key(Named.ENTER)).isInstanceOf(Menu.Step.Next.class);
  }

  @Test
  void arrows_stopAtBothEnds() {
    press(Named.UP);
    assertThat(menu.selected()).isZero();
    press(Named.DOWN, Named.DOWN, Named.DOWN, Named.DOWN);
    assertThat(menu.selected()).isEqualTo(2);
  }

  @Test
  void longList_scrollsByPages_andToItsEnds() {
    menu = Menu.of(TITLE, Visitors.webs(90), USUAL);
    press(Named.PAGE_DOWN);
    assertThat(menu.selected()).isEqualTo(20);
    assertThat(frame().lines()).contains("> deploy@web-21").doesNotContain("  deploy@web-01");

    press(Named.END);
    assertThat(frame().lines()).contains("  deploy@web-71", "> deploy@web-90");
    assertThat(frame().lines()).doesNotContain("  deploy@web-70");
    press(Named.PAGE_UP);
    assertThat(menu.selected()).isEqualTo(69);
    press(Named.HOME);
    assertThat(frame().lines()).contains("> deploy@web-01");
  }

  @Test
  void enter_chooses_whatIsSelected() {
    press(Named.DOWN);

    assertThat(menu.key(Named.ENTER))
        .isEqualTo(new Menu.Step.Chosen(new Destination("deploy", Rules.target("web-02"))));
  }

  @Test
  void escape_clearsTheFilter_thenLeaves() {
    type("02");
    press(Named.ESCAPE);
    assertThat(names()).hasSize(3);

    assertThat(menu.key(Named.ESCAPE)).isEqualTo(new Menu.Step.Left());
  }

  @Test
  void controlC_leaves_alsoWithAFilter() {
    type("02");

    assertThat(menu.key(Named.LEAVE)).isEqualTo(new Menu.Step.Left());
  }

  @Test
  void notice_isWrapped_andGoneWithTheNextKey() {
    menu = menu.noticing("x".repeat(100));
    assertThat(screen()).endsWith("x".repeat(80) + "\n" + "x".repeat(20));

    press(Named.DOWN);
    assertThat(screen()).doesNotContain("xx").endsWith("2/3");
  }

  @Test
  void nameThatIsNotPlain_isDrawnPlainly() {
    menu = Menu.of(TITLE, List.of(new Destination("a\u001b[31m\u009bü", Rules.target("t"))), USUAL);

    assertThat(screen()).contains("> a?[31m??@t");
  }

  private void press(Named... keys) {
    for (Named key : keys) {
      step(key);
    }
  }

  private void type(String text) {
    text.chars().forEach(c -> step(new Key.Typed((char) c)));
  }

  private void step(Key key) {
    menu = ((Menu.Step.Next) menu.key(key)).menu();
  }

  private List<String> names() {
    return menu.matches().stream().map(Destination::toString).toList();
  }

  private Frame frame() {
    return new Layout(menu).frame();
  }

  private String screen() {
    return String.join("\n", frame().lines().stream().map(String::stripTrailing).toList());
  }
}
