package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Part (b): {@code ssh -J … true} from start to exit. */
final class LoginPart implements Part {
  private static final Bar CONNECTION_TIME = Bar.ratioAtMost(0.85);
  private static final int AT_A_TIME = 8;

  private static final int BATCHES = 5;
  private static final int WARM_UP = 20;

  @Override
  public List<Row> measure(TestBed bed, Effort effort) {
    Progress.say("(b) logins: warm-up");
    for (Route route : Route.values()) {
      batch(bed, route, WARM_UP);
    }
    List<Row> rows = new ArrayList<>(oneAtATime(bed, effort.logins()));
    rows.addAll(eightAtATime(bed, effort.logins()));
    return rows;
  }

  private static List<Row> oneAtATime(TestBed bed, int logins) {
    Progress.say("(b) logins, one at a time");
    Pairs times = new Pairs();
    List<Double> questions = new ArrayList<>();
    for (int i = 0; i < logins; i++) {
      Route.inRandomOrder().forEach(route -> times.add(route, Clients.login(bed, route)));
      questions.add(Clients.question(bed));
    }
    List<Row> rows = new ArrayList<>(rows("`ssh -J … true`, one at a time", times));
    rows.addAll(verifier(times, questions));
    return rows;
  }

  /** What the jump host's backend does not do, taken off. */
  private static List<Row> verifier(Pairs times, List<Double> questions) {
    Figure asking = Figure.quartiles(questions);
    double rest = Figure.quantile(0.5, times.of(Route.SALLYPORT)) - asking.median();
    double jump = Figure.quantile(0.5, times.of(Route.JUMP));
    return List.of(
        Row.ofSallyport('b', "of it, the backend asking its verifier", "ms", asking),
        Row.of('b', "median without the verifier", "ms", Figure.of(jump), Figure.of(rest)));
  }

  private static List<Row> eightAtATime(TestBed bed, int logins) {
    Pairs times = new Pairs();
    Pairs rates = new Pairs();
    Pairs cpu = new Pairs();
    int size = Math.max(AT_A_TIME, logins / BATCHES);
    for (int i = 1; i <= BATCHES; i++) {
      Progress.say("(b) logins, %d at a time, batch %d of %d".formatted(AT_A_TIME, i, BATCHES));
      for (Route route : Route.inRandomOrder()) {
        Batch batch = batch(bed, route, size);
        batch.milliseconds().forEach(time -> times.add(route, time));
        rates.add(route, size / batch.seconds());
        cpu.add(route, batch.cpuSeconds() / size * 1000);
      }
    }
    List<Row> rows = new ArrayList<>(rows("`ssh -J … true`, 8 at a time", times));
    rows.add(Row.ofPairs('b', "logins per second, 8 at a time", "1/s", rates));
    rows.add(Row.ofPairs('b', "CPU of one login", "ms", cpu));
    return rows;
  }

  private static List<Row> rows(String what, Pairs times) {
    return List.of(
        Row.ofQuantile('b', what + ", median", "ms", times, 0.5).with(CONNECTION_TIME),
        Row.ofQuantile('b', what + ", p99", "ms", times, 0.99));
  }

  /** A number of logins of which eight were going on at any time. */
  private record Batch(List<Double> milliseconds, double seconds, double cpuSeconds) {}

  private static Batch batch(TestBed bed, Route route, int logins) {
    Callable<Double> login = () -> Clients.login(bed, route);
    Meter meter = Meter.start(bed.processes(route));
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<Double>> all = workers.invokeAll(Collections.nCopies(logins, login));
      meter.stopClock();
      List<Double> times = new ArrayList<>();
      for (Future<Double> one : all) {
        times.add(one.get());
      }
      Mover.Taken taken = meter.taken(0);
      return new Batch(times, taken.seconds(), taken.cpuSeconds());
    } catch (ExecutionException e) {
      throw new LabException("of " + logins + " logins one failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
