package io.sallyport.bastion.lobby;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.testing.Rules;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DialogueTest {

  private static final String ESC = "\u001b";
  private static final String ENTER_SCREEN = ESC + "[?1049h";
  private static final String LEAVE_SCREEN = ESC + "[0m" + ESC + "[?1049l";
  private static final String QUESTION = "Number or name (nothing to leave): ";
  private static final Size USUAL = new Size(24, 80);
  private static final Ending WEB_02 =
      new Ending.Chosen(new Destination("deploy", Rules.target("web-02")));

  @Test
  void drawn_beginsOnTheSecondScreen_andComesBackToTheFirst() {
    Dialogue menu = drawn();
    assertThat(output(menu)).startsWith(ENTER_SCREEN).contains("> deploy@web-01");
    assertThat(output(menu)).isEmpty();

    type(menu, ESC + "[B\r");
    assertThat(menu.ending()).contains(WEB_02);
    assertThat(output(menu)).isEqualTo(LEAVE_SCREEN);
    assertThat(output(menu)).isEmpty();
  }

  @Test
  void drawn_frameThatNobodyAskedFor_isLeftOut() {
    Dialogue menu = drawn();
    output(menu);
    type(menu, ESC + "[B");
    type(menu, ESC + "[B");
    menu.resized(new Size(5, 20));

    String frame = output(menu);
    assertThat(frame).contains("> deploy@web-03").doesNotContain("Sallyport", "> deploy@web-02");
    assertThat(frame).contains(ESC + "[5;1H").doesNotContain(ESC + "[6;1H");
  }

  @Test
  void drawn_oneRowIsInReverse_andTheCursorStandsInTheFilter() {
    assertThat(output(drawn()))
        .contains(ESC + "[4;1H" + ESC + "[7m" + ESC + "[2K> deploy@web-01")
        .endsWith(ESC + "[0m" + ESC + "[2;9H");
  }

  @Test
  void drawn_whatIsTypedAfterTheChoice_isNotReadAsAnything() {
    Dialogue menu = drawn();
    type(menu, "02\r\u0003");

    assertThat(menu.ending()).contains(WEB_02);
  }

  @Test
  void drawn_comesBackWithTheReason_andGoesOn() {
    Dialogue menu = drawn();
    output(menu);
    type(menu, "02\r");
    output(menu);

    menu.again("not allowed" + ESC + "]0;x\u0007");
    assertThat(menu.ending()).isEmpty();
    assertThat(output(menu)).startsWith(ENTER_SCREEN).contains("not allowed?]0;x?", "Filter: 02");
    type(menu, "\r");
    assertThat(menu.ending()).contains(WEB_02);
  }

  @Test
  void drawn_escape_isAKeyOnlyAfterAPause() {
    Dialogue menu = drawn();
    type(menu, ESC);
    assertThat(menu.undecided()).isTrue();
    assertThat(menu.ending()).isEmpty();

    menu.paused();
    assertThat(menu.ending()).contains(new Ending.Left());
    assertThat(menu.undecided()).isFalse();
  }

  @Test
  void hangingUp_isLeaving() {
    for (Dialogue dialogue : List.of(drawn(), plain(true), plain(false))) {
      dialogue.hungUp();
      assertThat(dialogue.ending()).contains(new Ending.Left());
    }
  }

  @Test
  void plain_asksWithANumberedList() {
    assertThat(output(plain(false)))
        .isEqualTo(
            """
            TITLE
               1  deploy@web-01
               2  deploy@web-02
               3  deploy@web-03
            """
                + QUESTION);
    assertThat(output(plain(true))).contains("TITLE\r\n   1  deploy@web-01\r\n");
  }

  @Test
  void plain_takesANumber_aName_orAPartOfOne() {
    for (String answer : List.of("2\n", "deploy@web-02\r", "02\r", " b-02 \n")) {
      Dialogue dialogue = plain(false);
      type(dialogue, answer);
      assertThat(dialogue.ending()).as(answer).contains(WEB_02);
    }
  }

  @Test
  void plain_whatIsWrittenBehindTheAnswer_isLeftForOthers() {
    Dialogue dialogue = plain(false);
    byte[] script = "2\nuptime\n".getBytes(US_ASCII);

    assertThat(dialogue.type(script, 0, script.length)).isEqualTo(2);
    assertThat(dialogue.type(script, 2, script.length - 2)).isZero();
    assertThat(dialogue.ending()).contains(WEB_02);
  }

  @Test
  void plain_wholeName_isMeant_evenIfItBeginsAnother() {
    Dialogue dialogue =
        new PlainDialogue("T", Visitors.and(Visitors.webs(2), "deploy", "web-02-old"), false);
    type(dialogue, "deploy@web-02\n");

    assertThat(dialogue.ending()).contains(WEB_02);
  }

  @Test
  void plain_partOfSeveral_showsThoseWithTheirNumbers_andAsksAgain() {
    Dialogue dialogue = new PlainDialogue("T", Visitors.webs(12), false);
    output(dialogue);
    type(dialogue, "-1\n");

    assertThat(output(dialogue))
        .isEqualTo(
            """
              10  deploy@web-10
              11  deploy@web-11
              12  deploy@web-12
            """
                + QUESTION);
    type(dialogue, "12\n");
    assertThat(dialogue.ending()).isPresent();
  }

  @Test
  void plain_unknown_isSaid_andNothing_leaves() {
    Dialogue dialogue = plain(false);
    output(dialogue);
    type(dialogue, "4\n");
    assertThat(output(dialogue)).startsWith("There is no such destination.\n");
    type(dialogue, "99999999999\n0\n");
    assertThat(dialogue.ending()).isEmpty();

    type(dialogue, "\n");
    assertThat(dialogue.ending()).contains(new Ending.Left());
  }

  @Test
  void plain_onATerminal_showsWhatIsTyped_andTakesItBack() {
    Dialogue dialogue = plain(true);
    output(dialogue);
    type(dialogue, "x\u007f\u007f2");
    assertThat(output(dialogue)).isEqualTo("x\b \b2");

    type(dialogue, "\r");
    assertThat(output(dialogue)).isEqualTo("\r\n");
    assertThat(dialogue.ending()).contains(WEB_02);
  }

  @Test
  void plain_withoutATerminal_echoesNothing() {
    Dialogue dialogue = plain(false);
    output(dialogue);
    type(dialogue, "x");

    assertThat(output(dialogue)).isEmpty();
  }

  @Test
  void plain_readsNoFurther_whenMuchIsToBeShown() {
    Dialogue dialogue = new PlainDialogue("T", Visitors.webs(99), false);
    output(dialogue);
    byte[] manyQuestions = "web\n".repeat(10_000).getBytes(US_ASCII);

    int taken = dialogue.type(manyQuestions, 0, manyQuestions.length);
    assertThat(taken).isLessThan(200);
    assertThat(output(dialogue).length()).isLessThan(32 * 1024);
    assertThat(dialogue.type(manyQuestions, taken, 400)).isPositive();
  }

  @Test
  void plain_nothingToChoose_isSaid_andIsTheEnd() {
    Dialogue dialogue = new PlainDialogue("T", List.of(), false);

    assertThat(dialogue.ending()).contains(new Ending.Left());
    assertThat(output(dialogue)).contains("(nothing that you may reach)");
  }

  private static Dialogue drawn() {
    return new DrawnDialogue("Sallyport", Visitors.webs(3), USUAL);
  }

  private static Dialogue plain(boolean echo) {
    return new PlainDialogue("TITLE", Visitors.webs(3), echo);
  }

  private static void type(Dialogue dialogue, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(dialogue.type(bytes, 0, bytes.length)).isEqualTo(bytes.length);
  }

  private static String output(Dialogue dialogue) {
    return new String(dialogue.output(), US_ASCII);
  }
}
