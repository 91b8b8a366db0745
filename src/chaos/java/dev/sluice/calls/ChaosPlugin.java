package dev.sluice.calls;

import dev.sluice.chaos.Reaper;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Puts a {@link Reaper} at the crash points of the driver and of every executor. Loaded by {@code
 * spark.plugins}; reads its plan from the folder named by {@link #FOLDER}.
 */
public final class ChaosPlugin implements SparkPlugin {
  /** The Spark setting with the folder of the plan and of the crash log. */
  public static final String FOLDER = "spark.sluice.chaos.folder";

  /** For Spark. */
  public ChaosPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  private static Reaper watch(String folder) {
    Reaper reaper = Reaper.in(Path.of(folder));
    CrashPoints.observe(reaper::reached);
    return reaper;
  }

  private static final class Driver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      String folder = context.conf().get(FOLDER);
      watch(folder);
      return Map.of(FOLDER, folder);
    }
  }

  private static final class Executor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      watch(extra.get(FOLDER)).registerExecutor();
    }
  }
}
