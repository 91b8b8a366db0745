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
 */
public record EmbedRequest(
    String model, List<String> modalities, Segmentation segmentation, Optional<Span> span) {

  /** Copies and sorts the modalities, so that their order does not change the work key. */
  public EmbedRequest {
    if (modalities.isEmpty()) {
      throw new IllegalArgumentException("an embed request needs at least one modality");
    }
    modalities = modalities.stream().sorted().distinct().toList();
  }

  /**
   * Everything that can change the answer, except the model and the content; values equal to the
   * default of the first version are left out ({@code visual} alone, dynamic segments of at least 4
   * s, the whole video).
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
    return identity;
  }
}
