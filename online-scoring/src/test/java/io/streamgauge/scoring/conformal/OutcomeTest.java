package io.streamgauge.scoring.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeTest {

    private static int index(Object value, String... classes) {
        return new Outcome(value).indexIn(List.of(classes));
    }

    @Test
    void aClassIsThatOfItsNameOrNumber() {
        assertThat(index("south", "north", "south")).isEqualTo(1);
        assertThat(index("east", "north", "south")).isEqualTo(-1);
        assertThat(index(2.0, "1", "2", "3")).isEqualTo(1);
        assertThat(index(4.0, "1", "2", "3")).isEqualTo(-1);
        assertThat(index(0.0, "1", "2", "3"))
                .as("no place, where classes are numbers")
                .isEqualTo(-1);
        assertThat(index(true, "0", "1")).isEqualTo(1);
        assertThat(index(false, "0.0", "1.0")).isZero();
        assertThat(index(true, "true", "false")).isZero();
    }

    @Test
    void whereNoClassIsANumberANumberIsAPlace() {
        assertThat(index(1.0, "legit", "fraud")).isEqualTo(1);
        assertThat(index(false, "legit", "fraud")).isZero();
        assertThat(index(2.0, "legit", "fraud")).isEqualTo(-1);
        assertThat(index(0.5, "legit", "fraud")).isEqualTo(-1);
        assertThat(index(-1.0, "legit", "fraud")).isEqualTo(-1);
    }

    @Test
    void textsOfAFileAreNumbersTruthOrNames() {
        assertThat(Outcome.parse("1.50").value()).isEqualTo(1.5);
        assertThat(Outcome.parse("True").value()).isEqualTo(true);
        assertThat(Outcome.parse("north").value()).isEqualTo("north");
        assertThat(Outcome.parse("north").number()).isNaN();
        assertThat(new Outcome(true).number()).isOne();
        assertThatThrownBy(() -> new Outcome(1)).hasMessageContaining("not 1");
    }
}
