package dev.sluice.calls;

import dev.sluice.provider.AssetStore;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees to it that the provider can read each content: a link as it is, a file by an upload that all
 * works on the same content share. An upload is a work of its own, at price 0, with facts of its
 * own. Thread-safe.
 */
final class Sources {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int MAX_GENERATIONS = 20;

  private final CallSettings settings;
  private final CallTools tools;
  private final AssetStore store;
  private final PermitMessage.Caller me;
  private final FactsOf factsOf;
  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  Sources(CallSettings settings, CallTools tools, PermitMessage.Caller me, FactsOf factsOf) {
    this.settings = settings;
    this.tools = tools;
    this.store = tools.provider().assets();
    this.me = me;
    this.factsOf = factsOf;
  }

  /** Makes the facts of one generation of an upload. */
  interface FactsOf {
    FactWriter of(FactName intent, Work work);
  }

  /** How far a content's source is. */
  sealed interface State {
    /** The provider can read it. */
    record Ready() implements State {}

    /** Not yet. */
    record Wait(Duration pause) implements State {}

    /** Never: refuse the work. */
    record Broken(String code, String message) implements State {}

    /** Not in this round. */
    record Stopped(String message) implements State {}
  }

  /** Moves the content's source on by one step and says how far it is. */
  State of(Work work) {
    if (isLink(work)) {
      return new State.Ready();
    }
    Asset asset = assets.computeIfAbsent(work.contentId(), id -> new Asset(key(work), work));
    // Another work on the same content is seeing to it.
    if (!asset.lock.tryLock()) {
      return new State.Wait(LOOK_EVERY);
    }
    try {
      if (asset.facts == null) {
        find(asset);
      }
      return switch (asset.stage) {
        case READY -> new State.Ready();
        case BROKEN -> new State.Broken(asset.code, asset.message);
        case UPLOAD -> upload(asset, work);
        case LOOK -> look(asset);
      };
    } finally {
      asset.lock.unlock();
    }
  }

  /** What to tell the provider, once {@link #of} said ready. */
  MediaSource media(Work work) {
    return isLink(work)
        ? new MediaSource.Url(work.sourceUri())
        : new MediaSource.Asset(assets.get(work.contentId()).ref);
  }

  /** The provider says that an upload is not there any more: send it again. */
  void lost(Work work, String message) {
    Asset asset = assets.get(work.contentId());
    if (asset == null) {
      return;
    }
    asset.lock.lock();
    try {
      if (asset.stage == Stage.READY) {
        asset.facts.failed(asset.ref.id(), "gone", message);
        next(asset);
      }
    } finally {
      asset.lock.unlock();
    }
  }

  private static boolean isLink(Work work) {
    return work.sourceUri().startsWith("https:") || work.sourceUri().startsWith("http:");
  }

  private WorkKey key(Work work) {
    return WorkKey.of(
        settings.provider().name(), Works.ASSET, "", List.of(work.contentId()), Map.of());
  }

  private void find(Asset asset) {
    List<FactName> names;
    try {
      names = tools.journal().list(asset.key);
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be read for " + asset.key, e);
    }
    // An upload costs nothing: it may be lost and sent again more often than paid work.
    int generation = 1;
    for (FactName name : names) {
      generation = Math.max(generation, name.generation());
    }
    int last = generation;
    WorkState state =
        WorkState.of(names.stream().filter(name -> name.generation() == last).toList());
    asset.generation = last;
    asset.facts = facts(asset);
    if (state instanceof WorkState.Finished finished && finished.kind() == FactKind.DONE) {
      asset.ref = asset.facts.ref(FactKind.DONE).map(ProviderRef::new).orElse(null);
      asset.stage = asset.ref == null ? Stage.UPLOAD : Stage.READY;
    } else if (state instanceof WorkState.Finished finished
        && finished.kind() == FactKind.REFUSED) {
      asset.broken("asset_refused", "the provider refused this file before");
    } else if (state instanceof WorkState.Pending) {
      asset.ref = asset.facts.ref(FactKind.CREATED).map(ProviderRef::new).orElse(null);
      asset.stage = asset.ref == null ? Stage.UPLOAD : Stage.LOOK;
    } else if (state instanceof WorkState.Orphan) {
      asset.intended = true;
    } else if (!names.isEmpty()) {
      next(asset);
    }
  }

  private FactWriter facts(Asset asset) {
    return factsOf.of(new FactName(asset.key, asset.generation, FactKind.INTENT), asset.work);
  }

  private State upload(Asset asset, Work work) {
    String fileName = fileName(work);
    if (asset.intended) {
      List<ProviderRef> found = store.find(fileName);
      if (!found.isEmpty()) {
        accepted(asset, found.get(0));
        return new State.Wait(Duration.ZERO);
      }
    }
    PermitMessage answer =
        tools
            .desk()
            .ask(new PermitMessage.Ask(me, asset.key.value(), asset.generation, Works.ASSET, 0, 0));
    if (answer instanceof PermitMessage.Later later) {
      return new State.Wait(later.pause());
    }
    if (answer instanceof PermitMessage.Denied denied) {
      return new State.Stopped(denied.reason());
    }
    if (answer instanceof PermitMessage.Closed closed) {
      return new State.Stopped(closed.reason());
    }
    boolean sent = false;
    try {
      if (!asset.intended && !asset.facts.intend()) {
        asset.intended = true;
        return new State.Wait(LOOK_EVERY);
      }
      asset.intended = true;
      CallOutcome outcome;
      try {
        UploadFiles.File file = tools.files().at(work.sourceUri());
        outcome = store.upload(fileName, file.sizeBytes(), file.bytes());
      } catch (IOException e) {
        asset.facts.withdraw();
        asset.broken("unreadable_file", "the file cannot be read: " + e.getMessage());
        return new State.Broken(asset.code, asset.message);
      }
      sent = true;
      return outcome.fold(new AfterUpload(asset));
    } finally {
      tools.desk().tell(new PermitMessage.Returned(asset.key.value(), asset.generation, sent));
    }
  }

  private State look(Asset asset) {
    return store.look(asset.ref).fold(new AfterLook(asset));
  }

  private static State failed(Asset asset, String code, String message) {
    asset.facts.failed(asset.ref == null ? "" : asset.ref.id(), code, message);
    asset.broken(code, "the provider could not use the file: " + message);
    return new State.Broken(asset.code, asset.message);
  }

  private static void accepted(Asset asset, ProviderRef ref) {
    asset.ref = ref;
    asset.facts.created(ref.id());
    asset.stage = Stage.LOOK;
  }

  private void next(Asset asset) {
    asset.generation++;
    if (asset.generation > MAX_GENERATIONS) {
      asset.broken("asset_lost", "the provider lost this upload " + MAX_GENERATIONS + " times");
      return;
    }
    asset.facts = facts(asset);
    asset.ref = null;
    asset.intended = false;
    asset.stage = Stage.UPLOAD;
  }

  // The content id, so that nothing about the user's files leaves and an upload is found again.
  private static String fileName(Work work) {
    String path = work.sourceUri();
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String name = work.contentId().replace(':', '-');
    return ending.matches("[a-z0-9]{1,5}") ? name + "." + ending : name;
  }

  private State fatal(CallOutcome.Fatal fatal) {
    tools.desk().tell(new PermitMessage.Stop(SpendingStopped.Why.PROVIDER, fatal.message()));
    return new State.Stopped(fatal.message());
  }

  /** Records what an upload came to. */
  private final class AfterUpload implements CallOutcome.Cases<State> {
    private final Asset asset;

    AfterUpload(Asset asset) {
      this.asset = asset;
    }

    @Override
    public State done(CallOutcome.Done done) {
      accepted(asset, done.ref());
      asset.facts.done(done);
      asset.stage = Stage.READY;
      return new State.Ready();
    }

    @Override
    public State pending(CallOutcome.Pending pending) {
      accepted(asset, pending.ref());
      return new State.Wait(Duration.ZERO);
    }

    @Override
    public State refused(CallOutcome.Refused refused) {
      asset.facts.refused(refused.code(), refused.message());
      asset.broken(refused.code(), refused.message());
      return new State.Broken(asset.code, asset.message);
    }

    @Override
    public State failed(CallOutcome.Failed failed) {
      return Sources.failed(asset, failed.code(), failed.message());
    }

    @Override
    public State sourceGone(CallOutcome.SourceGone gone) {
      return Sources.failed(asset, "gone", gone.message());
    }

    @Override
    public State unsure(CallOutcome.Unsure unsure) {
      return new State.Wait(Duration.ofSeconds(1));
    }

    @Override
    public State throttled(CallOutcome.Throttled throttled) {
      asset.facts.withdraw();
      asset.intended = false;
      tools.desk().tell(new PermitMessage.SlowDown(throttled.pause()));
      return new State.Wait(LOOK_EVERY);
    }

    @Override
    public State fatal(CallOutcome.Fatal fatal) {
      asset.facts.withdraw();
      asset.intended = false;
      return Sources.this.fatal(fatal);
    }
  }

  /** Records what a look at an upload came to. */
  private final class AfterLook implements CallOutcome.Cases<State> {
    private final Asset asset;

    AfterLook(Asset asset) {
      this.asset = asset;
    }

    @Override
    public State done(CallOutcome.Done done) {
      asset.facts.done(done);
      asset.stage = Stage.READY;
      return new State.Ready();
    }

    @Override
    public State pending(CallOutcome.Pending pending) {
      return new State.Wait(LOOK_EVERY);
    }

    @Override
    public State refused(CallOutcome.Refused refused) {
      return Sources.failed(asset, refused.code(), refused.message());
    }

    @Override
    public State failed(CallOutcome.Failed failed) {
      return Sources.failed(asset, failed.code(), failed.message());
    }

    @Override
    public State sourceGone(CallOutcome.SourceGone gone) {
      asset.facts.failed(asset.ref.id(), "gone", gone.message());
      next(asset);
      return new State.Wait(Duration.ZERO);
    }

    @Override
    public State unsure(CallOutcome.Unsure unsure) {
      return new State.Wait(LOOK_EVERY);
    }

    @Override
    public State throttled(CallOutcome.Throttled throttled) {
      return new State.Wait(
          throttled.pause().compareTo(LOOK_EVERY) > 0 ? throttled.pause() : LOOK_EVERY);
    }

    @Override
    public State fatal(CallOutcome.Fatal fatal) {
      return Sources.this.fatal(fatal);
    }
  }

  private enum Stage {
    UPLOAD,
    LOOK,
    READY,
    BROKEN
  }

  private static final class Asset {
    final WorkKey key;
    final Work work;
    final ReentrantLock lock = new ReentrantLock();
    Stage stage = Stage.UPLOAD;
    int generation = 1;
    boolean intended;
    FactWriter facts;
    ProviderRef ref;
    String code = "";
    String message = "";

    Asset(WorkKey key, Work work) {
      this.key = key;
      this.work = work;
    }

    void broken(String why, String detail) {
      stage = Stage.BROKEN;
      code = why;
      message = detail;
    }
  }
}
