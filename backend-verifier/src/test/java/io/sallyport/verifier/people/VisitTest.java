package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final PersonName ALICE = PersonName.of("alice").orElseThrow();

  @Test
  void visit_isReadAsItWasWritten() {
    Visit visit = new Visit(ID, ALICE, List.of("ops", "on \"call\"\n", "d\u00e9v"));

    assertThat(visit.toLine()).endsWith("\n").hasLineCount(1);
    assertThat(Visit.parse(visit.toLine().strip())).isEqualTo(visit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "{}",
        "{'id':'ID','name':'alice'}",
        "{'id':'ID','name':'alice','groups':[],'uid':0}",
        "{'id':'ID','name':'alice','groups':[],'name':'bob'}",
        "{'id':'ID','name':'root','groups':[]}",
        "{'id':'ID','name':'../alice','groups':[]}",
        "{'id':'../../etc','name':'alice','groups':[]}",
        "{'id':'ID','name':'alice','groups':[1]}",
        "{'id':'ID','name':['alice'],'groups':[]}",
        "{'id':'ID','name':'alice','groups':[]}{}",
      })
  void anythingElse_isRefusedWithoutQuotingIt(String text) {
    String line = text.replace('\'', '"').replace("ID", ID);

    assertThatThrownBy(() -> Visit.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("alice", "etc");
  }

  @Test
  void group_thatIsTooLong_isRefused_andLeftOutByUs() {
    Visit visit = new Visit(ID, ALICE, List.of("g".repeat(256), "h".repeat(257)));
    assertThat(Visit.parse(visit.toLine()).groups()).containsExactly("g".repeat(256));

    String line = visit.toLine().replace("g".repeat(256), "g".repeat(257));
    assertThatThrownBy(() -> Visit.parse(line)).hasMessageContaining("too long");
  }
}
