package io.sallyport.bench;

import java.util.List;

/** A part of the benchmark. */
interface Part {
  /** Measures both routes, interleaved. */
  List<Row> measure(TestBed bed, Effort effort);
}
