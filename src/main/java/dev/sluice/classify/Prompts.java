package dev.sluice.classify;

import dev.sluice.vectors.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The prompts that clips of one lens are held against, class after class. Travels to executors.
 * Pure.
 *
 * @param option what the lens looks at
 * @param units their vectors, of length 1
 * @param texts index of each among all prompts
 * @param classes index of the class of each, ascending
 * @param classCount number of classes, those without a prompt here included
 */
record Prompts(String option, float[][] units, int[] texts, int[] classes, int classCount)
    implements Serializable {

  /**
   * The prompts of the classes that look at an option.
   *
   * @param texts all prompts
   * @param vectors vector of each prompt
   */
  static Prompts of(
      String option, List<VideoClass> classes, List<String> texts, Map<String, float[]> vectors) {
    List<float[]> units = new ArrayList<>();
    List<Integer> indexes = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      if (!classes.get(c).options().contains(option)) {
        continue;
      }
      for (String prompt : classes.get(c).prompts()) {
        units.add(Vectors.normalise(vectors.get(prompt)));
        indexes.add(texts.indexOf(prompt));
        owners.add(c);
      }
    }
    return new Prompts(
        option,
        units.toArray(new float[0][]),
        indexes.stream().mapToInt(Integer::intValue).toArray(),
        owners.stream().mapToInt(Integer::intValue).toArray(),
        classes.size());
  }
}
