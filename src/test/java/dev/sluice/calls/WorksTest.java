package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorksTest {
  @Test
  void anEmbedWorkHoldsItsWholeRequest() {
    for (List<Scope> scopes :
        List.of(EmbedRequest.ALL_SCOPES, List.of(Scope.CLIP), List.of(Scope.VIDEO))) {
      for (Optional<Span> span : List.of(Optional.<Span>empty(), Optional.of(new Span(2, 9)))) {
        EmbedRequest request =
            new EmbedRequest(
                "marengo3.0", List.of("visual", "audio"), new Segmentation.Fixed(5), span, scopes);
        Work work = Works.embed("emulator", "f1:a", "a.mp4", request, 1);
        assertThat(Works.embedRequest(work)).isEqualTo(request);
      }
    }
  }
}
