/**
 * One HTML page that says what a warehouse holds, what it cost and how far to trust it.
 *
 * <p>Entry type: {@link dev.sluice.report.ReportStep}. Invariant: the page needs no other file and
 * no network, and a page whose data has not changed is not made again.
 */
package dev.sluice.report;
