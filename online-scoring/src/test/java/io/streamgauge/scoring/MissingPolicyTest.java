package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class MissingPolicyTest {

    private static final OptionalDouble REFUSE = OptionalDouble.empty();
    private static final OptionalDouble NAN = OptionalDouble.of(Double.NaN);

    private final FeatureValues vector = new FeatureValues(2);

    private boolean apply(MissingPolicy policy) {
        return policy.over(List.of("amount", "customer.mean")).apply(vector);
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
        assertThat(apply(new MissingPolicy(OptionalDouble.of(-1), Map.of()))).isTrue();
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
    void mostSpecificRuleHolds() {
        MissingPolicy policy = new MissingPolicy(
                REFUSE, Map.of("customer.*", OptionalDouble.of(0), "customer.mean", NAN, "device.*", REFUSE));
        assertThat(policy.rule("customer.mean")).isEqualTo(NAN);
        assertThat(policy.rule("customer.count")).isEqualTo(OptionalDouble.of(0));
        assertThat(policy.rule("amount")).isEqualTo(REFUSE);
    }
}
