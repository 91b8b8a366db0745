package dev.sluice.chaos;

import static org.apache.spark.sql.functions.col;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactName;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Row;

/**
 * What a run left behind, read without any code of {@code calls}.
 *
 * @param facts the journal
 * @param torn fact files that cannot be read
 * @param calls the ledger
 * @param responses (work, generation) of every raw answer
 * @param embedded content of every vector of a whole video, once per vector
 * @param quarantined what was given up
 */
record Kept(
    List<Fact> facts,
    List<String> torn,
    List<CallRow> calls,
    List<Generation> responses,
    List<String> embedded,
    List<QuarantineRow> quarantined) {

  /** One try at a work. */
  record Generation(String workKey, int number) {
    static Generation of(FactName name) {
      return new Generation(name.workKey().value(), name.generation());
    }

    @Override
    public String toString() {
      return workKey.substring(0, 12) + "." + number;
    }
  }

  static Kept read(Warehouse warehouse, String journal) throws IOException {
    List<Fact> facts = new ArrayList<>();
    List<String> torn = new ArrayList<>();
    Path root = new Path(journal, "v1");
    FileSystem fs = root.getFileSystem(warehouse.spark().sparkContext().hadoopConfiguration());
    RemoteIterator<LocatedFileStatus> files = fs.listFiles(root, true);
    while (files.hasNext()) {
      Path file = files.next().getPath();
      Optional<FactName> name = FactName.parse(file.getName());
      if (name.isPresent()) {
        try (FSDataInputStream in = fs.open(file)) {
          FactJson.read(in.readAllBytes())
              .ifPresentOrElse(facts::add, () -> torn.add(file.getName()));
        }
      }
    }
    List<Generation> responses = new ArrayList<>();
    for (Row row :
        warehouse.read(ResponseRow.TABLE).select("work_key", "generation").collectAsList()) {
      responses.add(new Generation(row.getString(0), row.getInt(1)));
    }
    List<String> embedded = new ArrayList<>();
    for (Row row :
        warehouse
            .read(EmbeddingRow.TABLE)
            .where(col("scope").equalTo("video"))
            .select("content_id")
            .collectAsList()) {
      embedded.add(row.getString(0));
    }
    return new Kept(
        facts,
        torn,
        warehouse.rows(CallRow.TABLE),
        responses,
        embedded,
        warehouse.rows(QuarantineRow.TABLE));
  }
}
