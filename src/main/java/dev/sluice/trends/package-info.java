/**
 * How often each label is seen per hour of footage, by day, camera, site, zone and shift, and which
 * labels rise or fall.
 *
 * <p>Entry type: {@link dev.sluice.trends.TrendsStep}. Invariant: footage is the denominator, so
 * that more cameras or longer recordings are never a trend; the wall clock is never asked. Pays
 * nothing.
 */
package dev.sluice.trends;
