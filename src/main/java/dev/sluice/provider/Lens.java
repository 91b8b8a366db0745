package dev.sluice.provider;

import java.util.regex.Pattern;

/**
 * An embedding space. Vectors of two lenses are never compared: their dimension and geometry
 * differ.
 *
 * <p>Written {@code provider/model/modality}, for example {@code twelvelabs/marengo3.0/visual}.
 *
 * @param provider who computed it
 * @param model the model that computed it
 * @param modality what it looked at
 */
public record Lens(String provider, String model, String modality) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9._@:-]+");

  /** Rejects empty parts and slashes inside parts. */
  public Lens {
    for (String part : new String[] {provider, model, modality}) {
      if (part == null || !PART.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "not a lens: %s/%s/%s (expected provider/model/modality)"
                .formatted(provider, model, modality));
      }
    }
  }

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException when it is not three parts
   */
  public static Lens parse(String written) {
    String[] parts = written.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "not a lens: " + written + " (expected provider/model/modality)");
    }
    return new Lens(parts[0], parts[1], parts[2]);
  }

  @Override
  public String toString() {
    return provider + "/" + model + "/" + modality;
  }
}
