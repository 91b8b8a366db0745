package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Relay;
import dev.sluice.testing.S3Relay.Mishap;
import dev.sluice.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** S3 by conditional create, against a server of its protocol. */
@ExtendWith(S3Extension.class)
class ConditionalStoreTest {
  private static final byte[] MINE = "mine".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);

  @Test
  void aSecondWriterIsRefusedAndTheFirstStays(S3Server s3) throws Exception {
    JournalStore store = store(s3.bucket(), s3.endpoint());
    assertThat(store).isInstanceOf(ConditionalStore.class);
    assertThat(store.putIfAbsent("RUN/1.holder", MINE)).isTrue();
    assertThat(store.putIfAbsent("RUN/1.holder", OTHER)).isFalse();
    assertThat(store.putIfAbsent("RUN/1.holder", MINE)).as("same bytes, other writer").isFalse();
    assertThat(store.get("RUN/1.holder")).hasValue(MINE);
    assertThat(store.excludes()).isTrue();
  }

  @Test
  void aWinWhoseAnswerIsLostIsAWin(S3Server s3) throws Exception {
    try (S3Relay relay = new S3Relay(s3.endpoint(), Mishap.ANSWER_LOST, 1)) {
      JournalStore store = store(s3.bucket(), relay.endpoint());
      assertThat(store.putIfAbsent("a", MINE)).isTrue();
      assertThat(relay.met()).isEqualTo(1);
      assertThat(store.putIfAbsent("a", OTHER)).isFalse();
      assertThat(store.get("a")).hasValue(MINE);
    }
  }

  @Test
  void aConflictIsTriedAgain(S3Server s3) throws Exception {
    try (S3Relay relay = new S3Relay(s3.endpoint(), Mishap.CONFLICT, 2)) {
      JournalStore store = store(s3.bucket(), relay.endpoint());
      assertThat(store.putIfAbsent("a", MINE)).isTrue();
      assertThat(relay.met()).isEqualTo(2);
      assertThat(store.get("a")).hasValue(MINE);
    }
  }

  @Test
  void aStoreThatForgetsTheConditionIsFoundOutAtTheFirstFact(S3Server s3) throws Exception {
    try (S3Relay relay = new S3Relay(s3.endpoint(), Mishap.CONDITION_LOST, Integer.MAX_VALUE)) {
      JournalStore store = store(s3.bucket(), relay.endpoint());
      assertThat(store.putIfAbsent("a", MINE)).isTrue();
      assertThat(store.putIfAbsent("a", OTHER)).isFalse();
      assertThat(store.get("a")).hasValue(MINE);
      assertThat(store.excludes()).isFalse();
      assertThat(store.how()).contains("does not heed");
    }
  }

  @Test
  void factsAreListedByPrefixAndDeletedTogether(S3Server s3) throws Exception {
    String root = s3.bucket() + "/w/_sluice/journal";
    Configuration hadoop = hadoop(s3.endpoint());
    hadoop.set("fs.s3a.paging.maximum", "10");
    Journal journal = JournalPlace.of(root, hadoop).open();
    List<FactName> facts = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      WorkKey work = new WorkKey("ab" + WorkKey.sha256("work " + i).substring(2));
      facts.add(new FactName(work, 1, FactKind.INTENT));
      assertThat(journal.putIfAbsent(facts.get(i), MINE)).isTrue();
    }
    FileSystem fs = new Path(root).getFileSystem(hadoop);
    long before = requests(fs);
    assertThat(journal.list("ab")).containsExactlyInAnyOrderElementsOf(facts);
    assertThat(requests(fs) - before).as("pages of ten").isEqualTo(3);
    assertThat(journal.list(facts.get(7).workKey())).containsExactly(facts.get(7));
    assertThat(requests(fs) - before).isEqualTo(4);
    assertThat(journal.list("ac")).isEmpty();
    journal.sweep(facts.subList(0, 20));
    assertThat(requests(fs) - before).as("one for the empty shard, one delete").isEqualTo(6);
    assertThat(journal.list("ab")).hasSize(5);
    journal.sweep(facts);
    assertThat(journal.list("ab")).isEmpty();
  }

  @Test
  void aFactCostsOneRequest(S3Server s3) throws Exception {
    String root = s3.bucket() + "/journal";
    Journal journal = JournalPlace.of(root, hadoop(s3.endpoint())).open();
    journal.putIfAbsent(new FactName(new WorkKey(WorkKey.sha256("a")), 1, FactKind.INTENT), MINE);
    FileSystem fs = new Path(root).getFileSystem(hadoop(s3.endpoint()));
    long before = requests(fs);
    FactName fact = new FactName(new WorkKey(WorkKey.sha256("b")), 1, FactKind.INTENT);
    journal.putIfAbsent(fact, MINE);
    assertThat(requests(fs) - before).isEqualTo(1);
    assertThat(journal.has(fact)).isTrue();
    assertThat(requests(fs) - before).isEqualTo(2);
    assertThat(journal.get(fact)).hasValue(MINE);
    assertThat(requests(fs) - before).isEqualTo(3);
    assertThat(journal.get(new FactName(fact.workKey(), 2, FactKind.DONE))).isEmpty();
  }

  private static long requests(FileSystem fs) {
    return IOStatisticsSupport.retrieveIOStatistics(fs).counters().get("store_io_request");
  }

  private static JournalStore store(String bucket, URI endpoint) throws IOException {
    return JournalPlace.of(bucket + "/journal", hadoop(endpoint)).store();
  }

  private static Configuration hadoop(URI endpoint) {
    Configuration hadoop = new Configuration();
    S3Server.settings(endpoint).forEach(hadoop::set);
    return hadoop;
  }
}
