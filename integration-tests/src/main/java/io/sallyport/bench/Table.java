package io.sallyport.bench;

import java.util.List;
import java.util.stream.Collectors;

/** The result as a Markdown table. */
record Table(List<Row> rows) {
  private static final String HEAD =
      """
      |   | what | unit | OpenSSH jump host | Sallyport | ratio | bar | |
      | - | --- | --- | --- | --- | --- | --- | --- |
      """;

  String markdown() {
    return rows.stream().map(Table::line).collect(Collectors.joining("", HEAD, ""));
  }

  private static String line(Row row) {
    return "| %c | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            row.part(),
            row.what(),
            row.unit(),
            row.jump().map(Figure::text).orElse("–"),
            row.sallyport().text(),
            row.ratio().map(Figure::text).orElse(""),
            row.bar().map(bar -> bar.text(row.unit())).orElse(""),
            row.verdict().orElse(""));
  }

  /** How many bars there are and how many of them are met. */
  String summary() {
    List<String> verdicts = rows.stream().flatMap(row -> row.verdict().stream()).toList();
    long met = verdicts.stream().filter("met"::equals).count();
    return "%d of %d bars met.".formatted(met, verdicts.size());
  }
}
