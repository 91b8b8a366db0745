package dev.sluice.curate;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Sets of names, joined step by step; each is called by its least name. Pure; not thread-safe. */
final class Together {
  private final Map<String, String> above = new HashMap<>();

  /** Puts the sets of two names together. */
  void join(String one, String other) {
    String a = of(one);
    String b = of(other);
    above.put(a.compareTo(b) < 0 ? b : a, a.compareTo(b) < 0 ? a : b);
  }

  /** The least name of the set that a name is in. */
  String of(String name) {
    String top = name;
    for (String next = above.get(top); next != null && !next.equals(top); next = above.get(top)) {
      top = next;
    }
    above.put(name, top);
    return top;
  }

  /** Every name met so far. */
  Set<String> names() {
    return Set.copyOf(above.keySet());
  }
}
