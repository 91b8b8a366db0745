package dev.sluice.classify;

import java.io.Serializable;

/**
 * When a class is assigned.
 *
 * @param name the class
 * @param threshold smallest cosine of a clip that matches
 * @param minRatio smallest share of the video's time that matched clips cover
 */
record Rule(String name, double threshold, double minRatio) implements Serializable {
  Rule withThreshold(double other) {
    return new Rule(name, other, minRatio);
  }
}
