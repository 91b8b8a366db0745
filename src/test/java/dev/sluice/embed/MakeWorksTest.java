package dev.sluice.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.Work;
import dev.sluice.tables.Table;
import dev.sluice.tables.VideoRow;
import dev.sluice.testing.Steps;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

class MakeWorksTest {
  @Test
  void aPartWithOneEndIsPaidForAsThatPart() {
    assertThat(work(null, null).mediaMinutes()).isEqualTo(1);
    assertThat(work(45.0, null).mediaMinutes()).isEqualTo(0.25);
    assertThat(work(null, 15.0).mediaMinutes()).isEqualTo(0.25);
    assertThat(work(45.0, null).workKey()).isEqualTo(work(45.0, 60.0).workKey());
    assertThat(work(null, 15.0).workKey()).isEqualTo(work(0.0, 15.0).workKey());
  }

  private static Work work(Double startSec, Double endSec) {
    VideoRow video = Steps.part("a", "a", 60, startSec, endSec);
    EmbedConf conf = new EmbedConf(null, null, null, null, null, null, null);
    Row work =
        new MakeWorks("emulator", conf)
            .call(List.of(named(VideoRow.TABLE, VideoRow.TABLE.toRow(video))).iterator())
            .next();
    return Work.CODEC.fromRow(named(Work.CODEC, work));
  }

  private static Row named(Table<?> table, Row row) {
    Object[] values = new Object[row.length()];
    Arrays.setAll(values, row::get);
    return new GenericRowWithSchema(values, table.schema());
  }
}
