package dev.sluice.calls;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Brings permits from the driver to wherever a create is sent, over Spark's own plugin RPC. Loaded
 * by {@code spark.plugins=dev.sluice.calls.PermitPlugin}.
 */
public final class PermitPlugin implements SparkPlugin {
  private static volatile PermitDesk desk;
  private static volatile PluginContext executorContext;

  /** For Spark. */
  public PermitPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  /** The desk that answers from now on; null when nothing may be spent. */
  static void serve(PermitDesk next) {
    desk = next;
  }

  /** The way to the driver's desk, from an executor. */
  static Permits permits() {
    return PermitPlugin::send;
  }

  private static PermitMessage send(PermitMessage message) {
    PluginContext context = executorContext;
    if (context == null) {
      throw new SpendingStopped(
          SpendingStopped.Why.SETTINGS,
          "the permit plugin is not loaded on this executor: start Spark with spark.plugins="
              + PermitPlugin.class.getName()
              + ", or set calls.run-on: driver in the job spec");
    }
    try {
      return PermitWire.read(context.ask(PermitWire.write(message)));
    } catch (Exception e) {
      throw new IllegalStateException("the driver's permit desk did not answer", e);
    }
  }

  private static final class Driver implements DriverPlugin {
    @Override
    public void registerMetrics(String appId, PluginContext context) {
      Meters.register(context.metricRegistry());
    }

    @Override
    public Object receive(Object message) {
      PermitDesk serving = desk;
      return PermitWire.write(
          serving == null
              ? new PermitMessage.Closed("nothing may be spent now")
              : serving.answer(PermitWire.read(message)));
    }
  }

  private static final class Executor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      executorContext = context;
    }
  }
}
