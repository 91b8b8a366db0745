package dev.sluice.embed;

import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.Models;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

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
 * @param scopes what vectors stand for: {@code clip}, {@code video} or both; default both
 */
public record EmbedConf(
    String model,
    List<String> modalities,
    Double fixedSec,
    Double dynamicSec,
    Double needs,
    String indexed,
    List<String> scopes)
    implements Serializable {

  private static final String PAID = "paid";
  private static final String STORED = "stored";

  /** Fills in defaults and rejects contradictions. */
  public EmbedConf {
    model = model == null ? "marengo3.0" : model;
    modalities = modalities == null ? List.of("visual") : List.copyOf(modalities);
    needs = needs == null ? 1.0 : needs;
    indexed = indexed == null ? PAID : indexed;
    scopes =
        scopes == null
            ? EmbedRequest.ALL_SCOPES.stream().map(Scope::key).toList()
            : List.copyOf(scopes);
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
    if (indexed.equals(STORED) && !scopes.contains(Scope.CLIP.key())) {
      throw new IllegalArgumentException(
          "an index keeps vectors of clips: add clip to scopes, or set indexed to paid");
    }
    request(model, modalities, fixedSec, dynamicSec, scopes, Optional.empty());
  }

  /** Whether every video gets vectors that stand for it in this way. */
  public boolean brings(Scope scope) {
    return scopes.contains(scope.key()) && !(scope == Scope.VIDEO && takesStored());
  }

  /** What to ask for of one video. */
  EmbedRequest request(Optional<Span> span) {
    return request(model, modalities, fixedSec, dynamicSec, scopes, span);
  }

  /** Whether vectors are taken from indexes. */
  boolean takesStored() {
    return indexed.equals(STORED);
  }

  /** Whether the vectors of the video there are taken from its index. */
  boolean takesStoredOf(String uri) {
    return takesStored() && HeldUri.names(uri) && HeldUri.parse(uri).video().isPresent();
  }

  private static EmbedRequest request(
      String model,
      List<String> modalities,
      Double fixed,
      Double dynamic,
      List<String> scopes,
      Optional<Span> span) {
    Segmentation segmentation =
        fixed != null
            ? new Segmentation.Fixed(fixed)
            : new Segmentation.Dynamic(dynamic == null ? 4 : dynamic);
    return new EmbedRequest(
        model, modalities, segmentation, span, scopes.stream().map(Scope::of).toList());
  }
}
