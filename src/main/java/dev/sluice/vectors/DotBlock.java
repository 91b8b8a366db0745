package dev.sluice.vectors;

import java.util.Arrays;

/**
 * Dot products of many vectors with a few fixed ones: {@link #WIDTH} vectors at a time, laid out so
 * that the compiler can use the processor's wide registers. Sums are floats, added in an order that
 * depends on the dimension alone, so that a pair of vectors always has the same product, whatever
 * else is in the block; from unit vectors of 512 numbers expect an error of about 1e-7.
 *
 * <p>Worked by hand: with (1, 2, 2) fixed and (3, 0, 4) in slot 0, {@code dot(0, 0)} is 3 + 0 + 8 =
 * 11 and {@code squared(0)} 9 + 0 + 16 = 25.
 *
 * <p>Put vectors in slots, call {@link #multiply}, read the products. Not thread-safe.
 */
public final class DotBlock {
  /** Vectors of a block. */
  public static final int WIDTH = 256;

  private static final int TILE = 16;

  private final int dimension;
  private final float[][] fixed;
  private final float[][] slots = new float[WIDTH][];
  // By dimension, then slot; by fixed vector, then slot.
  private final float[][] columns;
  private final float[][] products;
  private final float[] squares = new float[WIDTH];

  /**
   * A block.
   *
   * @param fixed the fixed vectors, one or more, all of one length
   * @throws IllegalArgumentException when their lengths differ or there is none
   */
  public DotBlock(float[][] fixed) {
    if (fixed.length == 0) {
      throw new IllegalArgumentException("nothing to multiply with: there is no fixed vector");
    }
    this.dimension = fixed[0].length;
    int even = fixed.length + fixed.length % 2;
    int padded = (dimension + 3) / 4 * 4;
    this.fixed = new float[even][];
    for (int i = 0; i < even; i++) {
      if (i < fixed.length) {
        sameLength(fixed[i]);
      }
      this.fixed[i] = i < fixed.length ? Arrays.copyOf(fixed[i], padded) : new float[padded];
    }
    this.columns = new float[padded][WIDTH];
    this.products = new float[even][WIDTH];
  }

  /**
   * Puts a vector into a slot; it is read when the block is multiplied.
   *
   * @param slot 0 to {@link #WIDTH} - 1
   * @throws IllegalArgumentException when its length differs from the fixed vectors'
   */
  public void put(int slot, float[] vector) {
    sameLength(vector);
    slots[slot] = vector;
  }

  /**
   * Multiplies the vectors of the first slots with all fixed ones, and with themselves.
   *
   * @param used number of slots that were filled since the last call
   */
  public void multiply(int used) {
    for (int from = 0; from < used; from += TILE) {
      turn(from, Math.min(used, from + TILE));
    }
    Arrays.fill(slots, 0, used, null);
    Arrays.fill(squares, 0);
    for (float[] row : products) {
      Arrays.fill(row, 0);
    }
    for (int i = 0; i < columns.length; i += 4) {
      float[] x0 = columns[i];
      float[] x1 = columns[i + 1];
      float[] x2 = columns[i + 2];
      float[] x3 = columns[i + 3];
      square(x0, x1, x2, x3, squares);
      for (int p = 0; p < fixed.length; p += 2) {
        float[] a = fixed[p];
        float[] b = fixed[p + 1];
        add(x0, x1, x2, x3, a[i], a[i + 1], a[i + 2], a[i + 3], products[p]);
        add(x0, x1, x2, x3, b[i], b[i + 1], b[i + 2], b[i + 3], products[p + 1]);
      }
    }
  }

  /** The product of a fixed vector and the vector of a slot. */
  public float dot(int fixedVector, int slot) {
    return products[fixedVector][slot];
  }

  /** The product of the vector of a slot with itself. */
  public float squared(int slot) {
    return squares[slot];
  }

  // In tiles, so that what is written stays in the first cache.
  private void turn(int from, int to) {
    for (int at = 0; at < dimension; at += TILE) {
      int end = Math.min(dimension, at + TILE);
      for (int slot = from; slot < to; slot++) {
        float[] vector = slots[slot];
        for (int i = at; i < end; i++) {
          columns[i][slot] = vector[i];
        }
      }
    }
  }

  // One index, no offsets: only then does the compiler know that the arrays cannot overlap.
  private static void add(
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      float a0,
      float a1,
      float a2,
      float a3,
      float[] sum) {
    for (int c = 0; c < WIDTH; c++) {
      sum[c] += (a0 * x0[c] + a1 * x1[c]) + (a2 * x2[c] + a3 * x3[c]);
    }
  }

  private static void square(float[] x0, float[] x1, float[] x2, float[] x3, float[] sum) {
    for (int c = 0; c < WIDTH; c++) {
      sum[c] += (x0[c] * x0[c] + x1[c] * x1[c]) + (x2[c] * x2[c] + x3[c] * x3[c]);
    }
  }

  private void sameLength(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vectors of %d and %d numbers cannot be compared: they are of two lenses"
              .formatted(vector.length, dimension));
    }
  }
}
