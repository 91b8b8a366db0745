package dev.sluice.embed;

import dev.sluice.spend.WorkKey;
import dev.sluice.tables.VideoRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Names the readings of stored vectors, one per content however many parts of it are videos, on
 * executors. Free.
 */
final class StoredKeys implements MapPartitionsFunction<Row, Row>, Serializable {
  static final StructType SCHEMA =
      new StructType()
          .add("work_key", DataTypes.StringType)
          .add("content_id", DataTypes.StringType)
          .add("uri", DataTypes.StringType);

  /** In work keys, so that no reading has the key of a paid work. */
  private static final String OPERATION = "stored";

  private static final long serialVersionUID = 1L;
  private final String namespace;
  private final EmbedConf conf;

  StoredKeys(String namespace, EmbedConf conf) {
    this.namespace = namespace;
    this.conf = conf;
  }

  /** The key of one reading. The index is not in it: the same content has the same vectors. */
  static WorkKey key(String namespace, EmbedConf conf, String contentId) {
    List<String> modalities = conf.modalities().stream().sorted().distinct().toList();
    Map<String, Object> request =
        modalities.equals(List.of("visual")) ? Map.of() : Map.of("modalities", modalities);
    return WorkKey.of(namespace, OPERATION, conf.model(), List.of(contentId), request);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> videos) {
    List<Row> rows = new ArrayList<>();
    while (videos.hasNext()) {
      VideoRow video = VideoRow.TABLE.fromRow(videos.next());
      if (conf.takesStoredOf(video.uri())) {
        String key = key(namespace, conf, video.contentId()).value();
        rows.add(RowFactory.create(key, video.contentId(), video.uri()));
      }
    }
    return rows.iterator();
  }
}
