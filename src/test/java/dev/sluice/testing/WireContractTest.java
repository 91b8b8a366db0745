package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WireContractTest {
  private final WireContract contract = WireContract.of("embed-failed");

  @Test
  void anExampleKeepsItsOwnContract() {
    assertThatCode(() -> contract.checkExactly(contract.body())).doesNotThrowAnyException();
  }

  @Test
  void optionalFieldsMayBeMissingAndOthersNot() {
    String document = "{\"_id\":\"a\",\"status\":\"failed\",\"data\":null,\"error\":{}}";
    assertThatThrownBy(() -> contract.check(document))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("$.error.message is missing")
        .hasMessageNotContaining("created_at");
  }

  @Test
  void typesMustMatchInsideArraysToo() {
    String document = WireContract.of("embed-ready").body().replaceFirst("-0\\.8", "\"x\"");
    assertThatThrownBy(() -> WireContract.of("embed-ready").check(document))
        .hasMessageContaining("$.data[0].embedding[1] is STRING, not NUMBER");
  }

  @Test
  void undocumentedFieldsFailOnlyTheExactCheck() {
    String document = contract.tree().put("secret_sauce", 1).toString();
    contract.check(document);
    assertThatThrownBy(() -> contract.checkExactly(document))
        .hasMessageContaining("$.secret_sauce is not documented");
  }
}
