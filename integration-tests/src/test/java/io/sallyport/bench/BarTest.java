package io.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarTest {

  @Test
  void a_ratio_that_is_wanted_high_is_met_from_the_limit_on() {
    assertThat(Bar.ratioAtLeast(1.4).verdict(1.4, "MiB/s")).isEqualTo("met");
    assertThat(Bar.ratioAtLeast(1.4).verdict(1.39, "MiB/s")).isEqualTo("**missed by 0.7 %**");
  }

  @Test
  void a_ratio_that_is_wanted_low_is_met_up_to_the_limit() {
    assertThat(Bar.ratioAtMost(0.85).verdict(0.85, "ms")).isEqualTo("met");
    assertThat(Bar.ratioAtMost(0.85).verdict(1.02, "ms")).isEqualTo("**missed by 20.0 %**");
  }

  @Test
  void what_is_added_is_judged_in_its_unit() {
    assertThat(Bar.addedAtMost(1).verdict(1, "ms")).isEqualTo("met");
    assertThat(Bar.addedAtMost(1).verdict(1.25, "ms")).isEqualTo("**missed by 0.25 ms**");
    assertThat(Bar.addedAtMost(1).text("ms")).isEqualTo("≤ 1.00 ms more");
  }

  @Test
  void a_value_is_judged_in_its_unit() {
    assertThat(Bar.valueAtMost(150).verdict(150, "KiB")).isEqualTo("met");
    assertThat(Bar.valueAtMost(150).verdict(163, "KiB")).isEqualTo("**missed by 13.0 KiB**");
    assertThat(Bar.valueAtMost(0).text("")).isEqualTo("≤ 0");
  }
}
