package dev.sluice.export;

/**
 * One item on its way into a release.
 *
 * @param itemId the item
 * @param contentId identity of its bytes
 * @param split train, validation or test
 * @param label its label
 * @param classIndex index of the label in the class map
 * @param startSec start, seconds
 * @param endSec end, seconds
 * @param vector its embedding
 */
record ReleaseItem(
    String itemId,
    String contentId,
    String split,
    String label,
    long classIndex,
    double startSec,
    double endSec,
    float[] vector) {}
