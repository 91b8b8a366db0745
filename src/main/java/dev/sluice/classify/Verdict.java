package dev.sluice.classify;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a class is to a video.
 *
 * @param rule the class
 * @param assigned whether the ratio is reached
 * @param score 0 to 100
 * @param ratio share of the video's time that matched clips cover, 0 to 1
 * @param best highest cosine of any clip; empty when no clip was looked at for this class
 * @param margin best minus the highest of the other classes; empty when one of them is not there
 * @param share softmax of best ÷ tau over the classes
 * @param entropy of the shares, nats
 * @param matched matched clips, one entry each, in order of time
 */
record Verdict(
    Rule rule,
    boolean assigned,
    double score,
    double ratio,
    OptionalDouble best,
    OptionalDouble margin,
    double share,
    double entropy,
    List<Seen> matched) {}
