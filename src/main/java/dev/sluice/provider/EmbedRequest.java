package dev.sluice.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What to embed of one video. {@link #identity()} is part of the work key: its written form is
 * final.
 *
 * @param model the model, for example {@code marengo3.0}
 * @param modalities what to look at, each once, for example {@code visual}; {@link Models#FUSED}
 *     beside two or more others asks for vectors of all together as well
 * @param segmentation how to cut clips
 * @param span the part of the video, or empty for all of it
 * @param scopes what vectors stand for: clips, the whole, or both
 */
public record EmbedRequest(
    String model,
    List<String> modalities,
    Segmentation segmentation,
    Optional<Span> span,
    List<Scope> scopes) {

  /** Clips and the whole: the default of the first version, left out of work keys. */
  public static final List<Scope> ALL_SCOPES = List.of(Scope.CLIP, Scope.VIDEO);

  /** Copies and sorts modalities and scopes, so that their order does not change the work key. */
  public EmbedRequest {
    if (modalities.isEmpty()) {
      throw new IllegalArgumentException("an embed request needs at least one modality");
    }
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("an embed request needs at least one scope");
    }
    modalities = modalities.stream().sorted().distinct().toList();
    scopes = scopes.stream().sorted().distinct().toList();
  }

  /** A request for clips and the whole. */
  public EmbedRequest(
      String model, List<String> modalities, Segmentation segmentation, Optional<Span> span) {
    this(model, modalities, segmentation, span, ALL_SCOPES);
  }

  /**
   * Everything that can change the answer, except the model and the content; values equal to the
   * default of the first version are left out ({@code visual} alone, dynamic segments of at least 4
   * s, the whole video, all scopes).
   */
  public Map<String, Object> identity() {
    Map<String, Object> identity = new TreeMap<>();
    if (!modalities.equals(List.of("visual"))) {
      identity.put("modalities", modalities);
    }
    if (segmentation instanceof Segmentation.Fixed fixed) {
      identity.put("fixed_sec", fixed.durationSec());
    } else if (segmentation instanceof Segmentation.Dynamic dynamic
        && dynamic.minDurationSec() != 4) {
      identity.put("dynamic_sec", dynamic.minDurationSec());
    }
    span.ifPresent(
        s -> {
          identity.put("start_sec", s.startSec());
          identity.put("end_sec", s.endSec());
        });
    if (!scopes.equals(ALL_SCOPES)) {
      identity.put("scopes", scopes.stream().map(Scope::key).toList());
    }
    return identity;
  }
}
