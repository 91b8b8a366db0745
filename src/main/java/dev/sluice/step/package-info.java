/**
 * What a step is given and what it answers.
 *
 * <p>Entry type: {@link dev.sluice.step.Step}. Invariant: nothing here knows a particular step.
 */
package dev.sluice.step;
