package dev.sluice.cluster;

import java.util.OptionalDouble;

/**
 * The fit that was kept.
 *
 * @param centroids its centroids
 * @param silhouette its mean silhouette; empty when everything is one cluster
 * @param how how k was chosen, in words
 */
record Chosen(Centroids centroids, OptionalDouble silhouette, String how) {}
