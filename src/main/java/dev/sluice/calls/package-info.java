/**
 * The one place where money is spent from Spark.
 *
 * <p>Entry type: {@link dev.sluice.calls.Spender}. Invariant: permit, intent, create, id, answer,
 * fold, in this order; one Spark action per paid plan.
 */
package dev.sluice.calls;
