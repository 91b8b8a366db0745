package dev.sluice.twelvelabs;

import dev.sluice.provider.EmbedInput;
import dev.sluice.provider.MediaSource;
import java.util.List;

/** Body of {@code POST /embed-v2}. Null fields are left out. */
record InstantBody(
    String inputType,
    String modelName,
    Text text,
    Image image,
    TextImage textImage,
    EmbedBody.Video video,
    Several multiInput) {

  static InstantBody of(String model, EmbedInput input) {
    if (EmbedBody.isNewer(model)) {
      return new InstantBody("multi_input", model, null, null, null, null, several(input));
    }
    if (input instanceof EmbedInput.Text t) {
      return new InstantBody("text", model, new Text(t.text()), null, null, null, null);
    }
    if (input instanceof EmbedInput.Image i) {
      Image image = new Image(EmbedBody.Source.of(i.source()));
      return new InstantBody("image", model, null, image, null, null, null);
    }
    if (input instanceof EmbedInput.TextImage ti) {
      TextImage both = new TextImage(ti.text(), EmbedBody.Source.of(ti.source()));
      return new InstantBody("text_image", model, null, null, both, null, null);
    }
    EmbedInput.Video v = (EmbedInput.Video) input;
    EmbedBody.Video video = EmbedBody.of(v.request(), v.source()).video();
    return new InstantBody("video", model, null, null, null, video, null);
  }

  /** The newer model takes everything in one form. */
  private static Several several(EmbedInput input) {
    if (input instanceof EmbedInput.Text t) {
      return new Several(t.text(), null);
    }
    if (input instanceof EmbedInput.Image i) {
      return new Several(null, List.of(Media.of("image", i.source())));
    }
    if (input instanceof EmbedInput.TextImage ti) {
      return new Several(ti.text(), List.of(Media.of("image", ti.source())));
    }
    return new Several(null, List.of(Media.of("video", ((EmbedInput.Video) input).source())));
  }

  record Text(String inputText) {}

  record Image(EmbedBody.Source mediaSource) {}

  record TextImage(String inputText, EmbedBody.Source mediaSource) {}

  record Several(String inputText, List<Media> mediaSources) {}

  record Media(String mediaType, String url, String assetId) {
    static Media of(String type, MediaSource source) {
      EmbedBody.Source where = EmbedBody.Source.of(source);
      return new Media(type, where.url(), where.assetId());
    }
  }
}
