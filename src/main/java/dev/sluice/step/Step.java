package dev.sluice.step;

/**
 * One step of a job. Steps meet only in tables: a step never calls another and keeps no state
 * outside its tables. Running a step twice with nothing new writes nothing.
 */
public interface Step {
  /** The step's name, as in job specs: one lower-case word. */
  String name();

  /**
   * Does the work.
   *
   * @throws StepStopped when the run cannot go on
   */
  StepReport run(StepContext context);
}
