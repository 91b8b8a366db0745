package dev.sluice.export;

/**
 * What decides whether an item is the same as in an earlier release; the vector is named by the
 * paid work it came from.
 *
 * @param itemId the item
 * @param label its label
 * @param split train, validation or test
 * @param contentId identity of its bytes
 * @param workKey the work its vector came from
 * @param dim length of its vector
 */
record ReleaseLine(
    String itemId, String label, String split, String contentId, String workKey, int dim) {}
