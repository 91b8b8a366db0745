package dev.sluice.calls;

import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.VideoProvider;
import dev.sluice.twelvelabs.TwelveLabs;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client per JVM and configuration, shared by its tasks. */
final class Providers {
  private static final Map<ProviderConf, VideoProvider> OPEN = new ConcurrentHashMap<>();

  private Providers() {}

  /**
   * The client.
   *
   * @throws SpendingStopped when the key is not where the job says
   */
  static VideoProvider of(ProviderConf conf) {
    try {
      return OPEN.computeIfAbsent(conf, TwelveLabs::connect);
    } catch (IllegalArgumentException e) {
      throw new SpendingStopped(SpendingStopped.Why.SETTINGS, e.getMessage());
    }
  }
}
