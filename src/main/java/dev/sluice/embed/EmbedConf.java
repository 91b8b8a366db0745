package dev.sluice.embed;

import dev.sluice.provider.HeldUri;
import dev.sluice.provider.Models;
import dev.sluice.provider.Segmentation;
import java.io.Serializable;
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
 * @param indexed what becomes of videos of an index: {@code paid} (default) has them embedded like
 *     all others, {@code stored} takes the vectors that the index keeps, which is free; those are
 *     of clips alone, as the provider cut them
 */
public record EmbedConf(
    String model,
    List<String> modalities,
    Double fixedSec,
    Double dynamicSec,
    Double needs,
    String indexed)
    implements Serializable {

  private static final String PAID = "paid";
  private static final String STORED = "stored";

  /** Fills in defaults and rejects contradictions. */
  public EmbedConf {
    model = model == null ? "marengo3.0" : model;
    modalities = modalities == null ? List.of("visual") : List.copyOf(modalities);
    needs = needs == null ? 1.0 : needs;
    indexed = indexed == null ? PAID : indexed;
    Models.of(model, Models.Task.EMBED).requireModalities(modalities);
    if (fixedSec != null && dynamicSec != null) {
      throw new IllegalArgumentException("give fixed-sec or dynamic-sec, not both");
    }
    if (!(needs >= 0 && needs <= 1)) {
      throw new IllegalArgumentException("needs is a share from 0 to 1, not " + needs);
    }
    if (!List.of(PAID, STORED).contains(indexed)) {
      throw new IllegalArgumentException("indexed is paid or stored, not " + indexed);
    }
    if (indexed.equals(STORED) && modalities.contains(Models.FUSED)) {
      throw new IllegalArgumentException(
          "an index keeps no fused vectors: leave fused out of modalities, or set indexed to paid");
    }
    segmentation(fixedSec, dynamicSec);
  }

  /** Whether vectors are taken from indexes. */
  public boolean takesStored() {
    return indexed.equals(STORED);
  }

  /** Whether the vectors of the video there are taken from its index. */
  boolean takesStoredOf(String uri) {
    return takesStored() && HeldUri.names(uri) && HeldUri.parse(uri).video().isPresent();
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
