package dev.sluice.embed;

import dev.sluice.calls.Work;
import dev.sluice.calls.Works;
import dev.sluice.provider.Models;
import dev.sluice.provider.Span;
import dev.sluice.tables.VideoRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Makes embed works of accepted videos that must be paid for, on executors. Free. */
final class MakeWorks implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;
  private final String namespace;
  private final EmbedConf conf;

  MakeWorks(String namespace, EmbedConf conf) {
    this.namespace = namespace;
    this.conf = conf;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> videos) {
    double maxSec = Models.of(conf.model(), Models.Task.EMBED).rules().maxSec();
    List<Row> works = new ArrayList<>();
    while (videos.hasNext()) {
      VideoRow video = VideoRow.TABLE.fromRow(videos.next());
      if (conf.takesStoredOf(video.uri())) {
        continue;
      }
      for (Optional<Span> span : Spans.of(video.span(), video.durationSec(), maxSec)) {
        double minutes = span.map(Span::lengthSec).orElse(video.durationSec()) / 60;
        works.add(
            Work.CODEC.toRow(
                Works.embed(
                    namespace, video.contentId(), video.uri(), conf.request(span), minutes)));
      }
    }
    return works.iterator();
  }
}
