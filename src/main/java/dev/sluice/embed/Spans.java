package dev.sluice.embed;

import dev.sluice.provider.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts recordings that are longer than a model takes. Pure. */
final class Spans {
  private Spans() {}

  /**
   * The parts to ask for: one empty span for a video within the limit, otherwise spans of equal
   * length, as few as possible.
   *
   * <p>Example: 10 hours with a limit of 4 hours are three spans of 3 h 20 min.
   *
   * @param whole the part of the file that the video is; empty for all of it
   * @param durationSec length of the file in seconds
   * @param maxSec longest that the model takes, seconds
   */
  static List<Optional<Span>> of(Optional<Span> whole, double durationSec, double maxSec) {
    double start = whole.map(Span::startSec).orElse(0.0);
    double end = whole.map(Span::endSec).orElse(durationSec);
    int parts = (int) Math.ceil((end - start) / maxSec);
    if (parts <= 1) {
      return List.of(whole);
    }
    List<Optional<Span>> spans = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      spans.add(
          Optional.of(
              new Span(
                  start + (end - start) * i / parts, start + (end - start) * (i + 1) / parts)));
    }
    return spans;
  }
}
