package dev.sluice.emulator;

/**
 * One object seen in one picture.
 *
 * @param object its COCO name
 * @param score how sure the detector is, 0 to 1
 * @param x centre, 0 (left) to 1
 * @param y centre, 0 (top) to 1
 * @param area its box as a share of the picture, 0 to 1
 */
record Detection(String object, float score, float x, float y, float area) {}
