package io.sallyport.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Part (a): how fast many bytes pass, and what that costs the server in the middle. */
final class BulkPart implements Part {
  private static final Bar CPU = Bar.ratioAtMost(1.5);

  /** What is compared. */
  private record Cell(Transfer transfer, Offer offer) {}

  /** The samples of one cell. */
  private record Samples(Pairs speed, Pairs cpu) {
    void add(Route route, Mover.Taken taken) {
      speed.add(route, taken.mebibytesPerSecond());
      cpu.add(route, taken.cpuSecondsPerGibibyte());
    }
  }

  @Override
  public List<Row> measure(TestBed bed, Effort effort) {
    Mover mover = new Mover(bed);
    mover.prepareFiles(effort.bytes());
    warmUp(mover, effort);
    Map<Cell, Samples> table = new LinkedHashMap<>();
    cells().forEach(cell -> table.put(cell, new Samples(new Pairs(), new Pairs())));
    for (int round = 1; round <= effort.rounds(); round++) {
      Progress.say("(a) transfers, round " + round + " of " + effort.rounds());
      shuffled(new ArrayList<>(table.entrySet()))
          .forEach(cell -> both(mover, cell.getKey(), cell.getValue(), effort.bytes()));
    }
    return rows(table);
  }

  private void both(Mover mover, Cell cell, Samples samples, long bytes) {
    for (Route route : Route.inRandomOrder()) {
      samples.add(route, mover.move(cell.transfer(), route, cell.offer(), bytes));
    }
  }

  private static void warmUp(Mover mover, Effort effort) {
    Progress.say("(a) warm-up: " + effort.warmUpMebibytes() + " MiB each way");
    long bytes = (long) effort.warmUpMebibytes() << 20;
    for (Transfer way : List.of(Transfer.CAT_UP, Transfer.CAT_DOWN)) {
      mover.move(way, Route.SALLYPORT, Offer.OUT_OF_THE_BOX, bytes);
      mover.move(way, Route.JUMP, Offer.OUT_OF_THE_BOX, effort.bytes());
    }
  }

  private static <T> List<T> shuffled(List<T> list) {
    Collections.shuffle(list);
    return list;
  }

  private static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Offer offer : Offer.values()) {
      for (Transfer transfer : Transfer.values()) {
        cells.add(new Cell(transfer, offer));
      }
    }
    return cells;
  }

  private static List<Row> rows(Map<Cell, Samples> table) {
    List<Row> rows = new ArrayList<>();
    table.forEach((cell, samples) -> rows.add(speed(cell, samples)));
    table.forEach((cell, samples) -> rows.add(cpu(cell, samples)));
    return rows;
  }

  private static Row speed(Cell cell, Samples samples) {
    return Row.ofPairs('a', title(cell), "MiB/s", samples.speed()).with(speedBar(cell));
  }

  private static Bar speedBar(Cell cell) {
    return switch (cell.offer()) {
      case OUT_OF_THE_BOX -> Bar.ratioAtLeast(cell.transfer().up() ? 1.4 : 1.2);
      case SAME_CIPHER -> Bar.ratioAtLeast(cell.transfer().up() ? 1.0 : 0.95);
    };
  }

  private static Row cpu(Cell cell, Samples samples) {
    Row row = Row.ofPairs('a', "CPU: " + title(cell), "s/GiB", samples.cpu());
    return cell.offer() == Offer.SAME_CIPHER ? row.with(CPU) : row;
  }

  private static String title(Cell cell) {
    return cell.transfer().title() + ", " + cell.offer().title();
  }
}
