package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.media.MediaFacts;
import dev.sluice.media.Sha256;
import dev.sluice.provider.MediaRules;
import dev.sluice.provider.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers that nobody gave: hashes of what was sent. Nothing is decoded, fetched or held; vectors
 * are made again at every look.
 */
final class MadeUpAnswers implements Answers {
  static final String NAME = "made-up@1";

  private static final String TEXT = "made up: nobody looked at this video";
  private static final double LINK_SEC = 10;
  private static final double SHORTEST_UPLOAD_SEC = 4;
  private static final double BYTES_PER_SEC = 1000;

  /** Length of made-up clips where the client lets us choose; no minimum is above it. */
  private static final double CLIP_SEC = 6;

  private static final Pattern SECONDS = Pattern.compile("[?&]seconds=(\\d{1,6}(?:\\.\\d{1,6})?)");

  /** What a source is taken for. */
  private record Guess(String identity, double durationSec) {
    MediaFacts facts(long bytes) {
      return new MediaFacts(durationSec, 1280, 720, 25, bytes, "made-up", true);
    }
  }

  @Override
  public Footage measure(Path file) throws IOException {
    Guess guess = guess(file);
    return new Footage(file, guess.facts(Files.size(file)), guess.identity());
  }

  @Override
  public Footage measurePicture(Path file) throws IOException {
    return Footage.picture(file, 1280, 720, Files.size(file), guess(file).identity());
  }

  @Override
  public Footage fetch(String url, Path target) throws Workbench.Unworkable {
    Guess guess = guess(url);
    if (guess.durationSec() <= 0) {
      throw new Workbench.Unworkable("The URL does not lead to a video file.");
    }
    long bytes = (long) (guess.durationSec() * BYTES_PER_SEC);
    return new Footage(target, guess.facts(bytes), guess.identity());
  }

  @Override
  public Footage fetchPicture(String url, Path target) {
    return Footage.picture(target, 1280, 720, (long) BYTES_PER_SEC, guess(url).identity());
  }

  @Override
  public OptionalDouble lengthSec(Source source) {
    if (source instanceof Source.Uploaded uploaded) {
      return OptionalDouble.of(uploaded.footage().facts().durationSec());
    }
    double seconds = source instanceof Source.Link link ? guess(link.link()).durationSec() : 0;
    return seconds > 0 ? OptionalDouble.of(seconds) : OptionalDouble.empty();
  }

  @Override
  public List<String> options() {
    return List.of(Embedding.VISUAL, "audio", "transcription");
  }

  @Override
  public Embedding embed(EmbedOrder order) throws Exception {
    return index(order).embedding();
  }

  @Override
  public Indexed index(EmbedOrder order) throws Exception {
    Guess guess = guess(order.source(), EmbedOrder.RULES);
    Span span = span(() -> order.spanOf(guess.durationSec()));
    long bytes = (long) (guess.durationSec() * BYTES_PER_SEC);
    return new Indexed(
        guess.facts(bytes), new Embedding(guess.durationSec(), () -> entries(order, guess, span)));
  }

  @Override
  public float[] picture(Source source) throws IOException {
    String identity = source.name();
    if (source instanceof Source.Inline inline) {
      identity = guess(inline.file()).identity();
    } else if (source instanceof Source.Uploaded uploaded) {
      identity = uploaded.footage().identity();
    }
    return vector(random("picture", "", identity, 0, 0));
  }

  /** The vector of a text: no model here reads, so it stands near nothing that it means. */
  static float[] text(String model, String text) {
    return vector(random(model, "text", text, 0, 0));
  }

  @Override
  public Optional<JsonNode> kept(Embedding embedding) {
    return Optional.empty();
  }

  @Override
  public Answer analyze(AnalyzeOrder order, String id) throws Exception {
    Guess guess = guess(order.source(), AnalyzeOrder.RULES);
    Span span = span(() -> order.spanOf(guess.durationSec()));
    SplittableRandom random =
        random("answer", order.prompt(), guess.identity(), span.startSec(), span.endSec());
    return Answer.of(
        id,
        order,
        guess.durationSec(),
        TEXT,
        TEXT,
        choices -> choices.get(random.nextInt(choices.size())));
  }

  @Override
  public void release(Source source) {}

  @Override
  public String embeddingModel() {
    return NAME;
  }

  @Override
  public String answerModel() {
    return NAME;
  }

  @Override
  public String allModels() {
    return NAME;
  }

  private static Span span(Supplier<Span> spanning) throws Workbench.Unworkable {
    try {
      return spanning.get();
    } catch (ApiError e) {
      throw new Workbench.Unworkable(e.getMessage());
    }
  }

  private static Guess guess(Source source, MediaRules rules)
      throws IOException, Workbench.Unworkable {
    if (source instanceof Source.Uploaded uploaded) {
      Footage footage = uploaded.footage();
      return new Guess(footage.identity(), footage.facts().durationSec());
    }
    Guess guess =
        source instanceof Source.Link link
            ? guess(link.link())
            : guess(((Source.Inline) source).file());
    if (guess.durationSec() <= 0) {
      throw new Workbench.Unworkable("The URL does not lead to a video file.");
    }
    Optional<MediaRules.Violation> broken = rules.violation(guess.facts(0));
    if (broken.isPresent()) {
      throw new Workbench.Unworkable(Sources.sentence(broken.get()));
    }
    return guess;
  }

  private static Guess guess(String url) {
    Matcher seconds = SECONDS.matcher(url);
    return new Guess(url, seconds.find() ? Double.parseDouble(seconds.group(1)) : LINK_SEC);
  }

  private static Guess guess(Path file) throws IOException {
    double seconds = Math.max(SHORTEST_UPLOAD_SEC, Files.size(file) / BYTES_PER_SEC);
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return new Guess(HexFormat.of().formatHex(digest.digest()), seconds);
  }

  private static List<Embedding.Entry> entries(EmbedOrder order, Guess guess, Span span) {
    List<Embedding.Entry> entries = new ArrayList<>();
    for (String kind : order.wanted().kinds()) {
      if (order.wanted().clips()) {
        for (Span clip : clips(order.segments(), span)) {
          entries.add(entry(order, guess, kind, "clip", clip));
        }
      }
      if (order.wanted().whole()) {
        entries.add(entry(order, guess, kind, "asset", span));
      }
    }
    return entries;
  }

  private static List<Span> clips(Segments segments, Span span) {
    if (segments instanceof Segments.Fixed fixed) {
      return fixed.cut(span, List.of());
    }
    int count = (int) Math.max(1, Math.floor(span.lengthSec() / CLIP_SEC));
    List<Span> clips = new ArrayList<>();
    double start = span.startSec();
    for (int i = 1; i <= count; i++) {
      double end = i == count ? span.endSec() : span.startSec() + span.lengthSec() * i / count;
      clips.add(new Span(start, end));
      start = end;
    }
    return clips;
  }

  private static Embedding.Entry entry(
      EmbedOrder order, Guess guess, String kind, String scope, Span span) {
    String of = kind.equals(Embedding.VISUAL) ? scope : scope + " " + kind;
    double start = span.startSec();
    float[] vector = vector(random(order.model(), of, guess.identity(), start, span.endSec()));
    return new Embedding.Entry(kind, scope, span, vector);
  }

  private static float[] vector(SplittableRandom random) {
    float[] vector = new float[Embedding.DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      // The sum of four even draws is near enough to a normal one: all directions are as likely.
      vector[i] =
          (float)
              (random.nextDouble()
                  + random.nextDouble()
                  + random.nextDouble()
                  + random.nextDouble()
                  - 2);
    }
    return Unit.mean(List.of(vector), vector.length);
  }

  private static SplittableRandom random(
      String first, String second, String identity, double start, double end) {
    String text = String.join("\n", first, second, identity, start + " " + end);
    byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    long seed = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      seed = seed << Byte.SIZE | (hash[i] & 255);
    }
    return new SplittableRandom(seed);
  }
}
