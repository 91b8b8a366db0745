package dev.sluice.calls;

/** Where calls are made. */
public enum RunOn {
  /** In Spark tasks; the default. Needs executors that reach the provider and load the plugin. */
  EXECUTORS,
  /** In a bounded pool on the driver. */
  DRIVER
}
