package io.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is timed here: only that both routes carry what is measured. */
@TestInstance(Lifecycle.PER_CLASS)
class BenchIT {
  /** Enough that the kernel's clock of CPU time, which ticks in 10 ms, shows some. */
  private static final long BYTES = 64 << 20;

  private TestBed bed;
  private Mover mover;

  @BeforeAll
  void start() {
    bed = TestBed.start();
    mover = new Mover(bed);
    mover.prepareFiles(BYTES);
  }

  @AfterAll
  void stop() {
    bed.close();
  }

  @ParameterizedTest
  @MethodSource("transfersByRoute")
  void every_byte_arrives_and_costs_the_server_in_the_middle_time(Transfer way, Route route) {
    Mover.Taken taken = mover.move(way, route, Offer.SAME_CIPHER, BYTES);

    assertThat(taken.seconds()).isPositive();
    assertThat(taken.cpuSeconds()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void one_can_log_in_and_type(Route route) {
    assertThat(Clients.login(bed, route)).isPositive();
    try (Session session = Session.open(bed, route)) {
      session.type();
      assertThat(Connections.to(bed.port(route))).isPositive();
    }
  }

  static Stream<Arguments> transfersByRoute() {
    return Stream.of(Transfer.values())
        .flatMap(way -> Stream.of(Route.values()).map(route -> Arguments.of(way, route)));
  }
}
