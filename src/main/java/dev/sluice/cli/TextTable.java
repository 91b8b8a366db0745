package dev.sluice.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows as a table of text. */
final class TextTable {
  private static final int MAX_CELL = 80;

  private TextTable() {}

  static String of(Dataset<Row> rows, int most) {
    List<String[]> cells = new ArrayList<>();
    cells.add(rows.columns());
    Iterator<Row> iterator = rows.limit(most + 1).toLocalIterator();
    boolean more = false;
    while (iterator.hasNext()) {
      Row row = iterator.next();
      if (cells.size() > most) {
        more = true;
        break;
      }
      String[] line = new String[row.length()];
      for (int i = 0; i < line.length; i++) {
        line[i] = cell(row.get(i));
      }
      cells.add(line);
    }
    return render(cells, more ? "first " + most + " rows" : cells.size() - 1 + " rows");
  }

  static String render(List<String[]> cells, String foot) {
    int[] widths = new int[cells.get(0).length];
    for (String[] line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < cells.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String text = cells.get(r)[i];
        line.append(text).append(" ".repeat(widths[i] - text.length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
      if (r == 0) {
        for (int width : widths) {
          out.append("-".repeat(width)).append("  ");
        }
        out.append('\n');
      }
    }
    return out.append('(').append(foot).append(")\n").toString();
  }

  static String cell(Object value) {
    String text =
        value instanceof byte[] bytes
            ? bytes.length + " bytes"
            : value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15
                ? String.valueOf(d.longValue())
                : String.valueOf(value);
    String line = text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
    return line.length() > MAX_CELL ? line.substring(0, MAX_CELL - 1) + "…" : line;
  }
}
