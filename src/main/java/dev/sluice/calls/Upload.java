package dev.sluice.calls;

import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderRef;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** One content on its way to the provider, shared by all works on it. Costs nothing. */
final class Upload {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int MAX_GENERATIONS = 20;

  /** How a reference begins while parts of a file are sent. */
  private static final String IN_PARTS = "multipart?";

  private final Context context;
  private final WorkKey key;
  private final Work work;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Stage stage = Stage.UPLOAD;
  private final PastUpload past;
  private int generation = 1;
  private int first = 1;
  private boolean intended;
  private FactWriter facts;
  private volatile ProviderRef ref;
  private Sources.State broken;

  private enum Stage {
    UPLOAD,
    LOOK,
    READY,
    BROKEN
  }

  /** Makes the facts of one generation of an upload. */
  interface FactsOf {
    FactWriter of(FactName intent, Work work);
  }

  /**
   * What the uploads of one task share.
   *
   * @param over whether nothing more is wanted of this task: a file is not read on then
   */
  record Context(CallTools tools, PermitMessage.Caller me, FactsOf factsOf, BooleanSupplier over) {}

  /**
   * An upload.
   *
   * @param key its own work key
   * @param request the work that brought the content first
   */
  Upload(Context context, WorkKey key, CallRequest request) {
    this.context = context;
    this.key = key;
    this.work = request.work();
    this.past = new PastUpload(request.uploadGeneration(), request.uploadRef());
  }

  /** Moves on by one step and says how far it is. */
  Sources.State advance() {
    // Another work on the same content is seeing to it.
    if (!lock.tryLock()) {
      return new Sources.State.Wait(LOOK_EVERY);
    }
    try {
      if (facts == null) {
        find();
      }
      return switch (stage) {
        case READY -> new Sources.State.Ready();
        case BROKEN -> broken;
        case UPLOAD -> upload();
        case LOOK -> sendRest().fold(new AfterAdvance());
      };
    } finally {
      lock.unlock();
    }
  }

  /** The provider's id of it; empty while it is sent again. */
  Optional<ProviderRef> ref() {
    return stage == Stage.READY ? Optional.ofNullable(ref) : Optional.empty();
  }

  /**
   * The provider says that it is not there any more: send it again.
   *
   * @param gone what is not there; another work may have said so before, and it was sent again
   */
  void lost(ProviderRef gone, String message) {
    if (!gone.equals(ref)) {
      return;
    }
    lock.lock();
    try {
      if (stage == Stage.READY && gone.equals(ref)) {
        // The ledger has its row already, and keeps one per generation.
        if (generation != past.generation()) {
          facts.failed(ref.id(), "gone", message);
        }
        next();
      }
    } finally {
      lock.unlock();
    }
  }

  private void find() {
    List<FactName> names;
    try {
      names = context.tools().journal().list(key);
    } catch (IOException e) {
      throw JournalUnreachable.at(key.value(), e);
    }
    // It costs nothing: it may be lost and sent again more often than paid work.
    generation = names.stream().mapToInt(FactName::generation).max().orElse(0);
    first = Math.max(1, Math.max(generation, past.generation()));
    if (generation < past.generation()) {
      swept();
      return;
    }
    generation = first;
    WorkState state =
        WorkState.of(names.stream().filter(name -> name.generation() == generation).toList());
    facts = facts();
    if (state instanceof WorkState.Finished finished && finished.kind() == FactKind.DONE) {
      known(FactKind.DONE, Stage.READY);
    } else if (state instanceof WorkState.Finished finished
        && finished.kind() == FactKind.REFUSED) {
      breaks("asset_refused", "the provider refused this file before");
    } else if (state instanceof WorkState.Pending) {
      known(FactKind.CREATED, Stage.LOOK);
    } else if (state instanceof WorkState.Orphan) {
      intended = true;
    } else if (!names.isEmpty()) {
      next();
    }
  }

  // The journal has forgotten it, the ledger and perhaps the provider have not.
  private void swept() {
    generation = past.generation();
    facts = facts();
    if (past.ref().isEmpty()) {
      next();
    } else {
      ref = new ProviderRef(past.ref());
      stage = Stage.READY;
    }
  }

  private void known(FactKind by, Stage then) {
    ref = facts.ref(by).map(ProviderRef::new).orElse(null);
    stage = ref == null ? Stage.UPLOAD : then;
  }

  private FactWriter facts() {
    return context.factsOf().of(new FactName(key, generation, FactKind.INTENT), work);
  }

  private Sources.State upload() {
    String fileName = fileName();
    CallTools tools = context.tools();
    if (intended) {
      known(FactKind.CREATED, Stage.LOOK);
      if (stage == Stage.LOOK) {
        return new Sources.State.Wait(Duration.ZERO);
      }
      List<ProviderRef> found = tools.provider().assets().find(fileName);
      if (!found.isEmpty()) {
        accepted(found.get(0));
        return new Sources.State.Wait(Duration.ZERO);
      }
    }
    PermitMessage answer =
        tools
            .desk()
            .ask(new PermitMessage.Ask(context.me(), key.value(), generation, Works.ASSET, 0, 0));
    if (answer instanceof PermitMessage.Later later) {
      return new Sources.State.Wait(later.pause());
    }
    if (answer instanceof PermitMessage.Denied denied) {
      return new Sources.State.Stopped(denied.reason());
    }
    if (answer instanceof PermitMessage.Closed closed) {
      return new Sources.State.Stopped(closed.reason());
    }
    boolean sent = false;
    try {
      if (!intended && !facts.intend(SentSource.NONE)) {
        intended = true;
        return new Sources.State.Wait(LOOK_EVERY);
      }
      intended = true;
      CallOutcome outcome;
      try {
        UploadFiles.File file = tools.files().at(work.sourceUri());
        outcome =
            tools
                .provider()
                .assets()
                .upload(
                    fileName, file.sizeBytes(), UploadFiles.until(context.over(), file.bytes()));
      } catch (IOException e) {
        withdraw();
        return UploadFiles.isGone(e)
            ? unread("the file cannot be read: " + e.getMessage())
            : new Sources.State.Fault("the file cannot be read now: " + e.getMessage());
      }
      sent = mayHaveIt(outcome);
      return outcome.fold(new AfterUpload());
    } finally {
      tools.desk().tell(new PermitMessage.Returned(key.value(), generation, sent));
    }
  }

  private static boolean mayHaveIt(CallOutcome outcome) {
    return outcome instanceof CallOutcome.Done
        || outcome instanceof CallOutcome.Pending
        || outcome instanceof CallOutcome.Failed
        || outcome instanceof CallOutcome.Unsure;
  }

  /** The created fact may name an upload in parts: what has arrived of it is not sent again. */
  private CallOutcome sendRest() {
    ByteSource bytes = UploadFiles.later(context.tools().files(), work.sourceUri());
    return context
        .tools()
        .provider()
        .assets()
        .advance(ref, UploadFiles.until(context.over(), bytes));
  }

  private void accepted(ProviderRef accepted) {
    ref = new ProviderRef(facts.created(accepted.id()));
    stage = Stage.LOOK;
  }

  private Sources.State done(CallOutcome.Done done) {
    ref = done.ref();
    facts.done(done);
    stage = Stage.READY;
    return new Sources.State.Ready();
  }

  private Sources.State unusable(String code, String message) {
    facts.failed(ref == null ? "" : ref.id(), code, message);
    return breaks(code, "the provider could not use the file: " + message);
  }

  private Sources.State breaks(String code, String message) {
    stage = Stage.BROKEN;
    broken = new Sources.State.Broken(code, message);
    return broken;
  }

  /** No fact says so: the next round finds the file as it is then. */
  private Sources.State unread(String message) {
    stage = Stage.BROKEN;
    broken = new Sources.State.Unread(message);
    return broken;
  }

  private Sources.State unread(CallOutcome.Unread unread) {
    return unread.lasting() ? unread(unread.message()) : new Sources.State.Fault(unread.message());
  }

  private void next() {
    generation++;
    if (generation >= first + MAX_GENERATIONS) {
      breaks("asset_lost", "the provider lost this upload " + MAX_GENERATIONS + " times");
      return;
    }
    facts = facts();
    ref = null;
    intended = false;
    stage = Stage.UPLOAD;
  }

  private void withdraw() {
    facts.withdraw();
    intended = false;
  }

  private Sources.State stop(CallOutcome.Fatal fatal) {
    context
        .tools()
        .desk()
        .tell(new PermitMessage.Stop(SpendingStopped.Why.PROVIDER, fatal.message()));
    return new Sources.State.Stopped(fatal.message());
  }

  // The content id, so that nothing about the user's files leaves and an upload is found again.
  private String fileName() {
    String path = work.sourceUri();
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String name = work.contentId().replace(':', '-');
    return ending.matches("[a-z0-9]{1,5}") ? name + "." + ending : name;
  }

  /** What sending it came to. */
  private final class AfterUpload implements CallOutcome.Cases<Sources.State> {
    @Override
    public Sources.State done(CallOutcome.Done done) {
      accepted(done.ref());
      return Upload.this.done(done);
    }

    @Override
    public Sources.State pending(CallOutcome.Pending pending) {
      accepted(pending.ref());
      return new Sources.State.Moved(Duration.ZERO);
    }

    @Override
    public Sources.State refused(CallOutcome.Refused refused) {
      facts.refused(refused.code(), refused.message());
      return breaks(refused.code(), refused.message());
    }

    @Override
    public Sources.State failed(CallOutcome.Failed failed) {
      return unusable(failed.code(), failed.message());
    }

    @Override
    public Sources.State sourceGone(CallOutcome.SourceGone gone) {
      return unusable("gone", gone.message());
    }

    @Override
    public Sources.State unsure(CallOutcome.Unsure unsure) {
      return new Sources.State.Wait(Duration.ofSeconds(1));
    }

    @Override
    public Sources.State throttled(CallOutcome.Throttled throttled) {
      withdraw();
      context.tools().desk().tell(new PermitMessage.SlowDown(throttled.pause()));
      return new Sources.State.Wait(LOOK_EVERY);
    }

    @Override
    public Sources.State later(CallOutcome.Later later) {
      withdraw();
      return new Sources.State.Wait(AfterCall.longer(later.pause(), LOOK_EVERY));
    }

    @Override
    public Sources.State unread(CallOutcome.Unread unread) {
      withdraw();
      return Upload.this.unread(unread);
    }

    @Override
    public Sources.State fatal(CallOutcome.Fatal fatal) {
      withdraw();
      return stop(fatal);
    }
  }

  /** What moving it on came to. */
  private final class AfterAdvance implements CallOutcome.Cases<Sources.State> {
    @Override
    public Sources.State done(CallOutcome.Done done) {
      return Upload.this.done(done);
    }

    @Override
    public Sources.State pending(CallOutcome.Pending pending) {
      return pending.ref().id().startsWith(IN_PARTS)
          ? new Sources.State.Moved(LOOK_EVERY)
          : new Sources.State.Wait(LOOK_EVERY);
    }

    // Looking at it was refused, which says nothing about the file.
    @Override
    public Sources.State refused(CallOutcome.Refused refused) {
      return new Sources.State.Fault("the upload cannot be looked at: " + refused.message());
    }

    @Override
    public Sources.State failed(CallOutcome.Failed failed) {
      return unusable(failed.code(), failed.message());
    }

    @Override
    public Sources.State sourceGone(CallOutcome.SourceGone gone) {
      facts.failed(ref.id(), "gone", gone.message());
      next();
      return new Sources.State.Wait(Duration.ZERO);
    }

    @Override
    public Sources.State unsure(CallOutcome.Unsure unsure) {
      return new Sources.State.Wait(LOOK_EVERY);
    }

    @Override
    public Sources.State throttled(CallOutcome.Throttled throttled) {
      context.tools().desk().tell(new PermitMessage.LookLater(throttled.pause()));
      return new Sources.State.Wait(AfterCall.longer(throttled.pause(), LOOK_EVERY));
    }

    @Override
    public Sources.State later(CallOutcome.Later later) {
      return new Sources.State.Wait(AfterCall.longer(later.pause(), LOOK_EVERY));
    }

    @Override
    public Sources.State unread(CallOutcome.Unread unread) {
      return Upload.this.unread(unread);
    }

    @Override
    public Sources.State fatal(CallOutcome.Fatal fatal) {
      return stop(fatal);
    }
  }
}
