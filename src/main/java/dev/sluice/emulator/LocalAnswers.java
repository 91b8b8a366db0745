package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Frames;
import dev.sluice.media.MediaException;
import dev.sluice.media.Probe;
import dev.sluice.media.ProbeResult;
import dev.sluice.provider.MediaRules;
import dev.sluice.provider.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/** Answers of the small models on this machine, which look at the footage. */
final class LocalAnswers implements Answers {
  private static final String BROKEN =
      "We could not process your media%s. Please verify the input file and try again.";

  private final Store store;
  private final Probe probe;
  private final Eyes eyes;

  LocalAnswers(Store store, FfmpegPrograms programs) {
    this.store = store;
    this.probe = new Probe(programs);
    this.eyes = new Eyes(new Frames(programs));
  }

  @Override
  public Footage measure(Path file) throws Workbench.Unworkable {
    ProbeResult result = probe.probe(file);
    if (result instanceof ProbeResult.Facts measured) {
      return new Footage(file, measured.facts(), "");
    }
    // The reason names a file of this machine; the client gets the sentence of the real service.
    throw new Workbench.Unworkable(BROKEN.formatted(""));
  }

  @Override
  public Footage measurePicture(Path file) throws IOException, Workbench.Unworkable {
    return Picture.measure(file);
  }

  @Override
  public Footage fetch(String url, Path target) throws Exception {
    store.download(url, target);
    return measure(target);
  }

  @Override
  public Footage fetchPicture(String url, Path target) throws Exception {
    store.download(url, target);
    return measurePicture(target);
  }

  @Override
  public OptionalDouble lengthSec(Source source) {
    return source instanceof Source.Uploaded uploaded
        ? OptionalDouble.of(uploaded.footage().facts().durationSec())
        : OptionalDouble.empty();
  }

  /** There is no local model for sound or speech. */
  @Override
  public List<String> options() {
    return List.of(Embedding.VISUAL);
  }

  @Override
  public Embedding embed(EmbedOrder order) throws Exception {
    return index(order).embedding();
  }

  @Override
  public Indexed index(EmbedOrder order) throws Exception {
    return looked(
        order.source(),
        EmbedOrder.RULES,
        " for embedding",
        footage -> {
          double duration = footage.facts().durationSec();
          Span span = order.spanOf(duration);
          List<Eyes.Look> looks =
              eyes.looks(footage.file(), span, order.segments().looksPerSecond());
          return new Indexed(footage.facts(), Embedding.of(order, duration, span, looks));
        });
  }

  @Override
  public float[] picture(Source source) throws Exception {
    if (source instanceof Source.Inline inline) {
      return look(inline.file());
    }
    if (source instanceof Source.Link link) {
      Path file = store.fresh();
      try {
        store.download(link.link(), file);
        return look(file);
      } finally {
        store.drop(file);
      }
    }
    return look(((Source.Uploaded) source).footage().file());
  }

  private static float[] look(Path file) throws IOException, Workbench.Unworkable {
    byte[] picture = Picture.rgb(file, AppearanceModel.side());
    return Unit.mean(AppearanceModel.look(List.of(picture)), Embedding.DIMENSION);
  }

  @Override
  public Optional<JsonNode> kept(Embedding embedding) {
    return Optional.of(embedding.json());
  }

  @Override
  public Answer analyze(AnalyzeOrder order, String id) throws Exception {
    return looked(
        order.source(),
        AnalyzeOrder.RULES,
        "",
        footage -> {
          double duration = footage.facts().durationSec();
          Span span = order.spanOf(duration);
          Witness witness = new Witness(Sighting.of(eyes.objects(footage.file(), span)));
          return Answer.of(
              id,
              order,
              duration,
              "Measured, not described: " + witness.evidence() + ".",
              witness.evidence(),
              choices -> witness.choose(choices, order.prompt()));
        });
  }

  @Override
  public void release(Source source) throws IOException {
    if (source instanceof Source.Inline inline) {
      store.drop(inline.file());
    }
  }

  @Override
  public String embeddingModel() {
    return AppearanceModel.name();
  }

  @Override
  public String answerModel() {
    return ObjectDetector.name();
  }

  private interface Looking<T> {
    T at(Footage footage) throws Exception;
  }

  private <T> T looked(Source source, MediaRules rules, String purpose, Looking<T> looking)
      throws Exception {
    if (source instanceof Source.Uploaded uploaded) {
      return unworkable(purpose, () -> looking.at(uploaded.footage()));
    }
    Path file = source instanceof Source.Inline inline ? inline.file() : store.fresh();
    try {
      Footage footage =
          source instanceof Source.Link link ? fetch(link.link(), file) : measure(file);
      Optional<MediaRules.Violation> broken = rules.violation(footage.facts());
      if (broken.isPresent()) {
        throw new Workbench.Unworkable(Sources.sentence(broken.get()));
      }
      return unworkable(purpose, () -> looking.at(footage));
    } finally {
      if (source instanceof Source.Link) {
        store.drop(file);
      }
    }
  }

  private static <T> T unworkable(String purpose, Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (ApiError e) {
      throw new Workbench.Unworkable(e.getMessage());
    } catch (MediaException e) {
      throw new Workbench.Unworkable(BROKEN.formatted(purpose));
    }
  }
}
