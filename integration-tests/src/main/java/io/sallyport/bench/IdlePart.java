package io.sallyport.bench;

import io.sallyport.bench.IdleCourse.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Part (d): what sessions cost that are open and do nothing. Each is a terminal of two ssh
 * processes of its own. One route is measured after the other, as both at once would share the
 * memory.
 */
final class IdlePart implements Part {
  private static final Bar PSS = Bar.ratioAtMost(0.25);
  private static final Bar HEAP = Bar.valueAtMost(150);
  private static final Bar NO_FAILURE = Bar.valueAtMost(0);

  @Override
  public List<Row> measure(TestBed bed, Effort effort) {
    IdleCourse jump = IdleCourse.run(bed, Route.JUMP, effort.sessions());
    IdleCourse sallyport = IdleCourse.run(bed, Route.SALLYPORT, effort.sessions());
    List<Row> rows = new ArrayList<>();
    for (int sessions : sallyport.states().keySet()) {
      rows.addAll(atOnce(sessions, jump.at(sessions), sallyport.at(sessions)));
    }
    rows.addAll(perSession(jump, sallyport));
    rows.addAll(afterwards(jump, sallyport));
    return rows;
  }

  private static List<Row> atOnce(int sessions, State jump, State sallyport) {
    String with = ", %d sessions".formatted(sessions);
    return List.of(
        row("PSS" + with, "MiB", jump.pss() / 1024, sallyport.pss() / 1024),
        row("threads" + with, "", jump.threads(), sallyport.threads()),
        Row.ofSallyport('d', "live heap" + with, "MiB", Figure.of(sallyport.heap() / 1024)));
  }

  private static List<Row> perSession(IdleCourse jump, IdleCourse sallyport) {
    ToDoubleFunction<State> pss = State::pss;
    double heap = sallyport.slope(State::heap);
    return List.of(
        row("PSS per session (slope)", "KiB", jump.slope(pss), sallyport.slope(pss)).with(PSS),
        Row.ofSallyport('d', "live heap per session (slope)", "KiB", Figure.of(heap)).with(HEAP));
  }

  private static List<Row> afterwards(IdleCourse jump, IdleCourse sallyport) {
    State left = sallyport.after();
    return List.of(
        row("PSS when all have left", "MiB", jump.after().pss() / 1024, left.pss() / 1024),
        Row.ofSallyport('d', "live heap when all have left", "MiB", Figure.of(left.heap() / 1024)),
        row("sessions that failed", "", jump.failures(), sallyport.failures())
            .withoutRatio()
            .with(NO_FAILURE));
  }

  private static Row row(String what, String unit, double jump, double sallyport) {
    return Row.of('d', what, unit, Figure.of(jump), Figure.of(sallyport));
  }
}
