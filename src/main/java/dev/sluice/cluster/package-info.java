/**
 * Groups items that look alike, so that one answer can name many videos.
 *
 * <p>Entry type: {@link dev.sluice.cluster.ClusterStep}. Invariant: the same input and settings
 * cluster once, and give the same clusters however the input is partitioned; a member's cluster and
 * rank never change, and a cluster that lives on over a refit keeps its identity. Pays nothing.
 */
package dev.sluice.cluster;
