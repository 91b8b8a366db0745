package dev.sluice.embed;

import dev.sluice.provider.Models;
import dev.sluice.provider.Segmentation;
import java.util.List;

/**
 * How videos are embedded.
 *
 * @param model the model; default {@code marengo3.0}
 * @param modalities what to look at; default {@code visual} alone
 * @param fixedSec length of clips in seconds, 2 to 10; default: cut at changes instead
 * @param dynamicSec shortest clip in seconds when cut at changes, 2 to 5; default 4
 * @param needs share of the videos that must be embedded before later steps may go on, 0 to 1;
 *     default 1, because labels of a half-seen corpus are paid for twice
 */
public record EmbedConf(
    String model, List<String> modalities, Double fixedSec, Double dynamicSec, Double needs) {

  /** Fills in defaults and rejects contradictions. */
  public EmbedConf {
    model = model == null ? "marengo3.0" : model;
    modalities = modalities == null ? List.of("visual") : List.copyOf(modalities);
    needs = needs == null ? 1.0 : needs;
    Models.of(model, Models.Task.EMBED).requireModalities(modalities);
    if (fixedSec != null && dynamicSec != null) {
      throw new IllegalArgumentException("give fixed-sec or dynamic-sec, not both");
    }
    if (!(needs >= 0 && needs <= 1)) {
      throw new IllegalArgumentException("needs is a share from 0 to 1, not " + needs);
    }
    segmentation(fixedSec, dynamicSec);
  }

  /** How clips are cut. */
  public Segmentation segmentation() {
    return segmentation(fixedSec, dynamicSec);
  }

  private static Segmentation segmentation(Double fixed, Double dynamic) {
    return fixed != null
        ? new Segmentation.Fixed(fixed)
        : new Segmentation.Dynamic(dynamic == null ? 4 : dynamic);
  }
}
