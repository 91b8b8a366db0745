package dev.sluice.label;

import dev.sluice.tables.ClusterLabelRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the representatives of a cluster decide together. A label wins when more of them give it
 * than any other label, and they are at least a share of all that were asked; otherwise the cluster
 * abstains. A tie between labels abstains.
 *
 * @param label the winner, or empty
 * @param votes answers that gave the winner; without one, the most that any label got
 * @param asked representatives
 * @param named different labels that were given
 */
record Ballot(Optional<String> label, int votes, int asked, int named) {

  static Ballot count(List<ClusterLabelRow.Vote> answers, double minAgreement) {
    Map<String, Integer> votes = new TreeMap<>();
    for (ClusterLabelRow.Vote answer : answers) {
      if (answer.label() != null) {
        votes.merge(answer.label(), 1, Integer::sum);
      }
    }
    int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<String> leaders =
        votes.entrySet().stream().filter(e -> e.getValue() == most).map(Map.Entry::getKey).toList();
    boolean wins = leaders.size() == 1 && most >= minAgreement * answers.size();
    return new Ballot(
        wins ? Optional.of(leaders.get(0)) : Optional.empty(), most, answers.size(), votes.size());
  }

  /** Whether the cluster holds several things, by what its representatives say. */
  boolean isMixed() {
    return label.isEmpty() && named > 1;
  }

  /** Votes divided by asked; 0 when nobody was asked. */
  double agreement() {
    return asked == 0 ? 0 : (double) votes / asked;
  }
}
