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
import java.util.concurrent.TimeUnit;

/** Many sessions on one route that stay open and do nothing. */
final class Crowd implements AutoCloseable {
  private static final int AT_A_TIME = 8;
  private static final int MINUTES = 15;

  private final TestBed bed;
  private final Route route;
  private final List<Session> sessions = new ArrayList<>();
  private int failures;

  Crowd(TestBed bed, Route route) {
    this.bed = bed;
    this.route = route;
  }

  /** Opens sessions, eight at a time, until that many have been tried. */
  void growTo(int count) {
    int more = count - sessions.size() - failures;
    Callable<Session> open = () -> Session.open(bed, route);
    collect(together(Collections.nCopies(more, open)));
  }

  private void collect(List<Future<Session>> opened) {
    for (Future<Session> future : opened) {
      try {
        sessions.add(future.get());
      } catch (ExecutionException e) {
        failed(String.valueOf(e.getCause()));
      } catch (InterruptedException | RuntimeException e) {
        failed(e.toString());
      }
    }
  }

  /** Types a key in each session and waits for the echo. */
  void typeInEach() {
    List<Callable<Boolean>> keys = new ArrayList<>();
    for (Session session : sessions) {
      keys.add(() -> answers(session));
    }
    for (Future<Boolean> answer : together(keys)) {
      if (answer.state() != Future.State.SUCCESS || !answer.resultNow()) {
        failed("a session has not echoed");
      }
    }
  }

  private static boolean answers(Session session) {
    session.type();
    return true;
  }

  private static <T> List<Future<T>> together(List<Callable<T>> tasks) {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
      return workers.invokeAll(tasks, MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private void failed(String why) {
    failures++;
    Progress.say("(d) " + why.lines().findFirst().orElse(""));
  }

  /** How many sessions could not be opened or did not stay. */
  int failures() {
    return failures;
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
  }
}
