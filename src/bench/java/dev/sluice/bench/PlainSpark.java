package dev.sluice.bench;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Plain Spark: {@code mapPartitions} with a pool of threads and a rate limiter in each task, at the
 * limit ÷ the number of partitions; the answers are written to a Delta table.
 */
final class PlainSpark implements Contender {
  private final SparkSession spark;
  private final Path table;
  private final Width width;

  PlainSpark(SparkSession spark, Path table, Width width) {
    this.spark = spark;
    this.table = table;
    this.width = width;
  }

  @Override
  public String name() {
    return "map-partitions";
  }

  @Override
  public void run(Course course) {
    write(embedded(course));
  }

  @Override
  public void runCountedFirst(Course course) {
    Dataset<String> embedded = embedded(course);
    long unused = embedded.count();
    write(embedded);
  }

  private Dataset<String> embedded(Course course) {
    return spark
        .createDataset(course.clips().stream().map(Wire::body).toList(), Encoders.STRING())
        .repartition(width.partitions())
        .mapPartitions(
            (MapPartitionsFunction<String, String>)
                new Embed(
                    course.url(),
                    course.limits().isEmpty()
                        ? Duration.ZERO
                        : course.limits().get(0).evenly().multipliedBy(width.partitions()),
                    width.inFlightEach(),
                    course.pollEvery(),
                    course.failAtCreate().orElse(-1)),
            Encoders.STRING());
  }

  private void write(Dataset<String> embedded) {
    embedded.write().format("delta").mode("append").save(table.toString());
  }

  private static final class Embed implements MapPartitionsFunction<String, String>, Serializable {
    private static final long serialVersionUID = 1L;
    private final String url;
    private final Duration interval;
    private final int threads;
    private final Duration pollEvery;
    private final int failAtCreate;

    Embed(String url, Duration interval, int threads, Duration pollEvery, int failAtCreate) {
      this.url = url;
      this.interval = interval;
      this.threads = threads;
      this.pollEvery = pollEvery;
      this.failAtCreate = failAtCreate;
    }

    @Override
    public Iterator<String> call(Iterator<String> bodies) throws Exception {
      int failAt = TaskContext.get().attemptNumber() == 0 ? failAtCreate : -1;
      Wire wire = new Wire(url);
      EvenRate rate = new EvenRate(interval);
      AtomicInteger creates = new AtomicInteger();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        List<Future<String>> answers = new ArrayList<>();
        while (bodies.hasNext()) {
          String body = bodies.next();
          answers.add(
              pool.submit(
                  () -> {
                    rate.await();
                    String id = wire.create(body);
                    if (creates.incrementAndGet() == failAt) {
                      pool.shutdownNow();
                      throw new OnPurpose();
                    }
                    return wire.await(id, pollEvery);
                  }));
        }
        List<String> rows = new ArrayList<>();
        for (Future<String> answer : answers) {
          rows.add(answer.get());
        }
        return rows.iterator();
      } catch (ExecutionException e) {
        // Not the cause itself: Spark takes an InterruptedException for the end of the executor.
        throw new IOException("a call failed", e.getCause());
      } finally {
        pool.shutdownNow();
      }
    }
  }

  /** One caller every so often, however many ask. */
  private static final class EvenRate {
    private final long intervalNanos;
    private long next = System.nanoTime();

    EvenRate(Duration interval) {
      this.intervalNanos = interval.toNanos();
    }

    void await() throws InterruptedException {
      long at;
      synchronized (this) {
        next = Math.max(next, System.nanoTime());
        at = next;
        next += intervalNanos;
      }
      long wait = at - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
      }
    }
  }
}
