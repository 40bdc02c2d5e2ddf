package io.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void the_median_of_an_even_number_of_samples_is_in_the_middle_of_two() {
    assertThat(Figure.range(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Figure(2.5, 1, 4));
  }

  @Test
  void a_single_sample_is_every_quantile() {
    assertThat(Figure.quartiles(List.of(7.0))).isEqualTo(Figure.of(7));
  }

  @Test
  void quantiles_are_linear_between_the_nearest_samples() {
    List<Double> hundredOne = IntStream.rangeClosed(0, 100).mapToObj(i -> (double) i).toList();

    assertThat(Figure.quantile(0.99, hundredOne)).isEqualTo(99);
    assertThat(Figure.quartiles(hundredOne)).isEqualTo(new Figure(50, 25, 75));
    assertThat(Figure.quantile(0.75, List.of(0.0, 1.0))).isEqualTo(0.75);
  }

  @Test
  void no_samples_are_no_figure() {
    assertThatIllegalArgumentException().isThrownBy(() -> Figure.range(List.of()));
  }

  @Test
  void three_digits_tell_enough() {
    assertThat(new Figure(0.9449, 0.8, 1.254).text()).isEqualTo("0.94 [0.80–1.25]");
    assertThat(Figure.digits(9.994)).isEqualTo("9.99");
    assertThat(Figure.digits(9.996)).isEqualTo("10.0");
    assertThat(Figure.digits(99.94)).isEqualTo("99.9");
    assertThat(Figure.digits(99.96)).isEqualTo("100");
    assertThat(Figure.of(0).text()).isEqualTo("0");
  }

  @Test
  void ratios_are_taken_pair_by_pair() {
    Pairs pairs = new Pairs();
    pairs.add(Route.JUMP, 100).add(Route.SALLYPORT, 150);
    pairs.add(Route.SALLYPORT, 60).add(Route.JUMP, 30);

    assertThat(pairs.ratios()).containsExactly(1.5, 2.0);
  }

  @Test
  void a_slope_is_that_of_the_nearest_line() {
    assertThat(Slope.of(Map.of(0, 10.0, 100, 30.0, 200, 50.0))).isEqualTo(0.2);
    assertThat(Slope.of(Map.of(0, 0.0, 1, 3.0, 2, 0.0))).isZero();
  }

  @Test
  void a_point_alone_has_no_slope() {
    assertThatIllegalArgumentException().isThrownBy(() -> Slope.of(Map.of(0, 1.0)));
  }
}
