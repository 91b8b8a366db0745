package dev.sluice.calls;

import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Ticker;
import java.io.Serializable;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** The paid function: one partition of works in, one small row per moved work out. <b>Pays.</b> */
final class CallPartition implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;
  private final CallSettings settings;

  CallPartition(CallSettings settings) {
    this.settings = settings;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws Exception {
    TaskContext task = TaskContext.get();
    if (task == null) {
      throw new IllegalStateException("paid calls are made inside Spark tasks only");
    }
    if (!rows.hasNext()) {
      return List.<Row>of().iterator();
    }
    VideoProvider provider = Providers.of(settings.provider());
    Caller caller =
        new Caller(
            settings,
            new CallTools(
                provider,
                settings.journal().open(),
                PermitPlugin.permits(),
                new ProviderClock(provider, Clock.systemUTC()),
                Ticker.system(),
                UploadFiles.on(settings.journal().hadoop())),
            new PermitMessage.Caller(settings.round(), task.stageId(), task.taskAttemptId()),
            "stage %d task %d attempt %d"
                .formatted(task.stageId(), task.taskAttemptId(), task.attemptNumber()));
    Iterator<CallRequest> requests =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public CallRequest next() {
            return CallRequest.CODEC.fromRow(rows.next());
          }
        };
    boolean again = task.attemptNumber() > 0 || task.stageAttemptNumber() > 0;
    List<CallResult> results =
        caller.run(requests, again ? Caller.TriedBefore.PERHAPS : Caller.TriedBefore.NO);
    CrashPoints.reached(CrashPoints.TASK_END, "");
    return CallResult.CODEC.toRows(results).iterator();
  }
}
