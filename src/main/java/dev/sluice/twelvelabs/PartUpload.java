package dev.sluice.twelvelabs;

import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Unread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends what is missing of one file, a few parts at a time, and reports them in small groups: what
 * was reported is never sent again, by this process or another.
 */
final class PartUpload {
  private static final int AT_ONCE = 4;

  /** A process that is killed loses no more than these and those on their way. */
  private static final int REPORTED_TOGETHER = 8;

  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Client client;
  private final UploadEndpoints endpoints;
  private final PartSender sender;
  private final UploadRef upload;
  private final ByteSource source;
  private final PartLinks links;
  private final Queue<PartSender.Part> waiting = new ConcurrentLinkedQueue<>();
  private final List<UploadEndpoints.Proof> arrived = new ArrayList<>();
  private final AtomicReference<CallOutcome> stopped = new AtomicReference<>();
  private final AtomicInteger reported = new AtomicInteger();
  private final long begunNanos;

  PartUpload(
      Client client,
      UploadEndpoints endpoints,
      PartSender sender,
      UploadRef upload,
      long totalBytes,
      Set<Integer> finished,
      ByteSource source) {
    this.client = client;
    this.endpoints = endpoints;
    this.sender = sender;
    this.upload = upload;
    this.source = source;
    this.begunNanos = client.ticker().nanos();
    int chunk = upload.chunkBytes();
    int parts = Math.toIntExact((totalBytes + chunk - 1) / chunk);
    this.links = new PartLinks(client, endpoints, upload.uploadId(), parts);
    for (int index = 1; index <= parts; index++) {
      if (!finished.contains(index)) {
        long offset = (index - 1L) * chunk;
        int bytes = (int) Math.min(chunk, totalBytes - offset);
        waiting.add(new PartSender.Part(index, offset, bytes, index == parts));
      }
    }
  }

  /**
   * Sends until all is there, the time of one create is over, or something stands in the way.
   * Pending when the provider has more of the file than before.
   */
  CallOutcome run() {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, PartUpload::thread);
    boolean interrupted = false;
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        pool.execute(this::work);
      }
      pool.shutdown();
      // Every request has a time limit of its own, and so has this.
      interrupted = !pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      pool.shutdownNow();
    }
    report(1);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    CallOutcome why = stopped.get();
    if (why == null) {
      why = new Later(PAUSE, "no further part of the file arrived");
    }
    return why instanceof Later && reported.get() > 0 ? new Pending(upload.ref()) : why;
  }

  private void work() {
    while (stopped.get() == null && !timeIsOver()) {
      PartSender.Part part = waiting.poll();
      if (part == null) {
        return;
      }
      PartSender.Result result = sender.send(part, links, source);
      if (result instanceof PartSender.Result.Proven proven) {
        arrived(proven);
        report(REPORTED_TOGETHER);
      } else if (result instanceof PartSender.Result.NoLink noLink) {
        stop(refused(noLink.exchange()));
      } else {
        stop(missing(((PartSender.Result.Missing) result).exchange()));
      }
    }
  }

  private boolean timeIsOver() {
    return client.ticker().nanos() - begunNanos > client.callTimeout().toNanos();
  }

  private synchronized void arrived(PartSender.Result.Proven proven) {
    PartSender.Part part = proven.part();
    arrived.add(new UploadEndpoints.Proof(part.index(), proven.proof(), "etag", part.bytes()));
  }

  /** Reports what has arrived, when it is this many parts; a repeated report does no harm. */
  private void report(int least) {
    List<UploadEndpoints.Proof> group;
    synchronized (this) {
      if (arrived.size() < least) {
        return;
      }
      group = List.copyOf(arrived);
      arrived.clear();
    }
    Exchange exchange =
        client.read(
            sent -> endpoints.report(upload.uploadId(), new UploadEndpoints.Report(group), sent));
    if (!(exchange instanceof Exchange.Answered answered) || !answered.reply().isSuccess()) {
      stop(refused(exchange));
    } else {
      reported.addAndGet(group.size());
    }
  }

  private void stop(CallOutcome why) {
    stopped.compareAndSet(null, why);
  }

  /** What it means that the provider did not do as asked. */
  private CallOutcome refused(Exchange exchange) {
    if (exchange instanceof Exchange.Answered answered && !answered.reply().isSuccess()) {
      Reply reply = answered.reply();
      Optional<CallOutcome> general = client.refusals().general(reply, ErrorBody.of(reply.body()));
      if (general.isPresent()) {
        return general.get();
      }
    }
    return missing(exchange);
  }

  /** What it means that a part did not arrive: a store's word says nothing about the account. */
  private CallOutcome missing(Exchange exchange) {
    if (exchange instanceof Exchange.SourceFailed failed) {
      return new Unread(failed.code(), failed.lasting(), failed.message());
    }
    return new Later(PAUSE, "a part of the file did not arrive: " + said(exchange));
  }

  private String said(Exchange exchange) {
    if (exchange instanceof Exchange.Answered answered) {
      Reply reply = answered.reply();
      return client.refusals().say("answered", reply.status(), ErrorBody.of(reply.body()));
    }
    if (exchange instanceof Exchange.NotSent notSent) {
      return notSent.message();
    }
    return exchange instanceof Exchange.Lost lost ? lost.message() : "the answer was too large";
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sluice-upload");
    thread.setDaemon(true);
    return thread;
  }
}
