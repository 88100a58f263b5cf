package io.streamgauge.store.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownColumnTest {

    private static final Map<String, List<String>> VECTORS = Map.of("v", List.of("v_0", "v_1"), "w", List.of("w_0"));

    @Test
    void aVectorIsOneColumnWhereItsFirstElementIs() {
        assertThat(ShownColumn.folded(List.of("a", "v_0", "b", "v_1", "w_0"), VECTORS))
                .containsExactly(
                        ShownColumn.of("a", 0),
                        new ShownColumn("v", List.of(1, 3), true),
                        ShownColumn.of("b", 2),
                        new ShownColumn("w", List.of(4), true));
    }

    @Test
    void itsElementsStayOnesOwnWhereOneIsNotThere() {
        assertThat(ShownColumn.folded(List.of("v_1", "a"), VECTORS))
                .containsExactly(ShownColumn.of("v_1", 0), ShownColumn.of("a", 1))
                .isEqualTo(ShownColumn.each(List.of("v_1", "a")));
    }

    @Test
    void aFeatureIsOneValue() {
        assertThatThrownBy(() -> new ShownColumn("a", List.of(1, 2), false)).hasMessage("'a' is 2 features");
        assertThatThrownBy(() -> new ShownColumn("a", List.of(), true)).hasMessage("'a' is 0 features");
    }
}
