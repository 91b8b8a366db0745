package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Failed;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.CallOutcome.Unread;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.IndexedVideos;
import dev.sluice.provider.IndexingTask;
import dev.sluice.provider.IndexingTasks;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoFilter;
import dev.sluice.provider.VideoIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The older way into an index: the client against the emulator. */
class IndexingTasksContractTest {
  private static final ProviderRef UNKNOWN = new ProviderRef("0123456789abcdef01234567");
  private static final String LINK = "http://example.org/linked.mp4?seconds=20";

  private static Emulated emulated;
  private static VideoIndexes indexes;
  private static IndexingTasks tasks;

  @BeforeAll
  static void start() {
    emulated = new Emulated();
    indexes = emulated.provider.indexes();
    tasks = indexes.tasks();
  }

  @AfterAll
  static void stop() {
    emulated.close();
  }

  @Test
  void fileAndLinkBecomeVideosOfTheIndex() throws Exception {
    ProviderRef index = index("fileAndLink");
    ProviderRef file = Emulated.accepted(send(index, "sent.mp4", SendGate.OPEN));
    ProviderRef link =
        Emulated.accepted(tasks.create(index, new MediaSource.Url(LINK), SendGate.OPEN));
    IndexingTask sent = tasks.read(Emulated.done(() -> tasks.look(file)).answer());
    assertThat(sent.ref()).isEqualTo(file);
    assertThat(sent.index()).isEqualTo(index);
    assertThat(sent.status()).isEqualTo("ready");
    assertThat(sent.fileName()).isEqualTo("sent.mp4");
    Emulated.done(() -> tasks.look(link));
    assertThat(tasks.all(index)).extracting(IndexingTask::ref).containsExactly(link, file);
    assertThat(tasks.find(index, "sent.mp4")).containsExactly(sent);
    assertThat(tasks.find(index, "other.mp4")).isEmpty();
    IndexedVideos videos = indexes.readyVideos(index);
    assertThat(videos.list(VideoFilter.ALL))
        .extracting(IndexedVideo::ref)
        .contains(sent.video().orElseThrow());
    Done stored = (Done) videos.stored(sent.video().orElseThrow(), "marengo3.0", List.of("visual"));
    assertThat(videos.segments(stored.answer())).isNotEmpty();
  }

  @Test
  void listGoesOverAllPages() {
    ProviderRef index = index("listGoesOverAllPages");
    for (int i = 0; i < 51; i++) {
      Emulated.accepted(tasks.create(index, new MediaSource.Url(LINK), SendGate.OPEN));
    }
    assertThat(tasks.all(index)).hasSize(51).doesNotHaveDuplicates();
    assertThat(indexes.videos(index).list(VideoFilter.ALL)).hasSize(51).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNotThereOrTooLargeIsSaidSo() {
    ProviderRef index = index("whatIsNotThere");
    assertThat(code(send(UNKNOWN, "a.mp4", SendGate.OPEN))).isEqualTo("resource_not_exist");
    assertThat(tasks.look(UNKNOWN)).isInstanceOf(Failed.class);
    assertThat(code(tasks.create(index, new MediaSource.Url("ftp://h/a.mp4"), SendGate.OPEN)))
        .isEqualTo("parameter_invalid");
    long before = emulated.server.log().requests();
    CallOutcome large =
        tasks.create(
            index,
            "large.mp4",
            Indexing.MOST_BYTES + 1,
            () -> {
              throw new IOException("never opened");
            },
            SendGate.OPEN);
    assertThat(code(large)).isEqualTo("too_large_for_task");
    assertThat(emulated.server.log().requests()).isEqualTo(before);
  }

  @Test
  void aFileThatChangedIsNotAccepted() throws Exception {
    ProviderRef index = index("aFileThatChanged");
    CallOutcome shorter =
        tasks.create(
            index,
            "changed.mp4",
            Files.size(Emulated.CLIP) + 1,
            () -> Files.newInputStream(Emulated.CLIP),
            SendGate.OPEN);
    assertThat(shorter)
        .isInstanceOfSatisfying(
            Unread.class, unread -> assertThat(unread.code()).isEqualTo("source_changed"));
    assertThat(tasks.all(index)).isEmpty();
  }

  @Test
  void aTaskIsSentOnceAndInDoubtItIsFoundByItsName() {
    ProviderRef index = index("aTaskIsSentOnce");
    long before = emulated.server.log().creates(Operation.INDEX);
    assertThat(send(index, "gate.mp4", () -> false)).isInstanceOf(Later.class);
    emulated.server.faults().next("POST /tasks", Fault.RATE_LIMITED, 1);
    assertThat(send(index, "limit.mp4", SendGate.OPEN)).isInstanceOf(Throttled.class);
    assertThat(emulated.server.log().creates(Operation.INDEX)).isEqualTo(before);
    emulated.server.faults().next("POST /tasks", Fault.SERVER_ERROR_AFTER, 1);
    assertThat(send(index, "doubt.mp4", SendGate.OPEN)).isInstanceOf(Unsure.class);
    assertThat(emulated.server.log().creates(Operation.INDEX)).isEqualTo(before + 1);
    assertThat(tasks.find(index, "doubt.mp4")).hasSize(1);
    assertThat(tasks.all(index)).hasSize(1);
  }

  @Test
  void aTaskThatGoesWrongHasFailed() throws Exception {
    ProviderRef index = index("aTaskThatGoesWrong");
    emulated.server.faults().next("POST /tasks", Fault.WORK_FAILS, 1);
    ProviderRef task = Emulated.accepted(send(index, "fails.mp4", SendGate.OPEN));
    assertThat(Emulated.ended(() -> tasks.look(task))).isInstanceOf(Failed.class);
    assertThat(tasks.find(index, "fails.mp4"))
        .extracting(IndexingTask::status)
        .containsExactly("failed");
  }

  @Test
  void halfAListIsNoList() {
    ProviderRef index = index("halfAList");
    emulated.server.faults().next("GET /tasks", Fault.SERVER_ERROR, 4);
    assertThatThrownBy(() -> tasks.all(index)).isInstanceOf(ListingFailed.class);
    assertThat(tasks.all(index)).isEmpty();
  }

  private static ProviderRef index(String name) {
    return Emulated.accepted(indexes.create(name, "marengo3.0", List.of("visual", "audio")));
  }

  private static CallOutcome send(ProviderRef index, String name, SendGate gate) {
    return tasks.create(
        index,
        name,
        Emulated.CLIP.toFile().length(),
        () -> Files.newInputStream(Emulated.CLIP),
        gate);
  }

  private static String code(CallOutcome outcome) {
    assertThat(outcome).isInstanceOf(Refused.class);
    return ((Refused) outcome).code();
  }
}
