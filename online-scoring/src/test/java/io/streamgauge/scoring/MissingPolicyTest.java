package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MissingPolicyTest {

    private static final MissingRule REFUSE = MissingRule.REFUSE;
    private static final MissingRule NAN = MissingRule.NAN;

    private final FeatureValues vector = new FeatureValues(2);

    private boolean apply(MissingPolicy policy) {
        return policy.over(ModelContract.ofNumbers(List.of("amount", "customer.mean"))
                                .vector())
                        .apply(vector)
                < 0;
    }

    @Test
    void completeVectorIsLeftAlone() {
        vector.set(0, 1);
        vector.set(1, 2, ValueStatus.NOT_FOUND);
        assertThat(apply(MissingPolicy.REFUSE)).isTrue();
        assertThat(vector.valueAt(1)).isEqualTo(2);
    }

    @Test
    void refusedVectorKeepsWhatIsKnown() {
        vector.set(0, 1);
        vector.setMissing(1, ValueStatus.NULL_VALUE);
        assertThat(apply(MissingPolicy.REFUSE)).isFalse();
        assertThat(vector.valueAt(0)).isEqualTo(1);
        assertThat(vector.isMissing(1)).isTrue();
        assertThat(vector.statusAt(1)).isEqualTo(ValueStatus.NULL_VALUE);
    }

    @Test
    void numberReplacesAndKeepsTheStatus() {
        vector.set(0, 1);
        assertThat(apply(new MissingPolicy(MissingRule.of(-1), Map.of()))).isTrue();
        assertThat(vector.isMissing(1)).isFalse();
        assertThat(vector.valueAt(1)).isEqualTo(-1);
        assertThat(vector.statusAt(1)).isEqualTo(ValueStatus.NOT_FOUND);
    }

    @Test
    void nanStaysMissing() {
        vector.set(0, 1);
        assertThat(apply(new MissingPolicy(NAN, Map.of()))).isTrue();
        assertThat(vector.isMissing(1)).isTrue();
    }

    @Test
    void valueThatIsNanCountsAsMissing() {
        vector.set(0, Double.NaN);
        vector.set(1, 2);
        assertThat(apply(MissingPolicy.REFUSE)).isFalse();
        assertThat(vector.isMissing(0)).isTrue();
    }

    @Test
    void theFirstThatRefusesIsTold() {
        vector.set(0, 1);
        assertThat(MissingPolicy.REFUSE
                        .over(ModelContract.ofNumbers(List.of("amount", "customer.mean"))
                                .vector())
                        .apply(vector))
                .isEqualTo(1);
    }

    @Test
    void aTextStandsForTextsAndANumberForNumbers() {
        List<ModelContract.Value> values = List.of(
                new ModelContract.Value("amount", false, REFUSE), new ModelContract.Value("shop", true, REFUSE));
        MissingPolicy policy = new MissingPolicy(MissingRule.of(-1), Map.of("shop", MissingRule.of("none")));
        assertThat(policy.over(values).apply(vector)).isEqualTo(-1);
        assertThat(vector.valueAt(0)).isEqualTo(-1);
        assertThat(vector.textAt(1)).isEqualTo("none");
        assertThat(vector.statusAt(1)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(new MissingPolicy(MissingRule.of(-1), Map.of()).rule("shop", true))
                .isEqualTo(REFUSE);
        assertThat(new MissingPolicy(MissingRule.of("none"), Map.of()).rule("amount", false))
                .isEqualTo(REFUSE);
    }

    @Test
    void aTextIsNotMissing() {
        vector.set(0, "north");
        vector.set(1, 2);
        assertThat(apply(MissingPolicy.REFUSE)).isTrue();
        assertThat(vector.textAt(0)).isEqualTo("north");
    }

    @Test
    void mostSpecificRuleHolds() {
        MissingPolicy policy = new MissingPolicy(
                REFUSE, Map.of("customer.*", MissingRule.of(0), "customer.mean", NAN, "device.*", REFUSE));
        assertThat(policy.rule("customer.mean", false)).isEqualTo(NAN);
        assertThat(policy.rule("customer.count", false)).isEqualTo(MissingRule.of(0));
        assertThat(policy.rule("amount", false)).isEqualTo(REFUSE);
    }
}
