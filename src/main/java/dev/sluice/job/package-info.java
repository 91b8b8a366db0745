/**
 * Job specs, the pipeline of steps, the run record.
 *
 * <p>Entry types: {@link dev.sluice.job.SpecReader} and {@link dev.sluice.job.JobRunner}.
 * Invariant: the only room that knows which steps there are.
 */
package dev.sluice.job;
