package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DecisionTest {

    private static final List<String> NAMES = List.of("amount", "customer.tx_count_7d");

    private final FeatureValues vector = new FeatureValues(2);

    private @Nullable String decide(String text, double score) {
        return Decision.compile(text, ModelContract.ofNumbers(NAMES).vector(), java.util.Optional.empty())
                .of(score, null, null, vector);
    }

    @Test
    void scoreDecides() {
        String text = "score >= 0.5 ? 'review' : 'accept'";
        assertThat(decide(text, 0.5)).isEqualTo("review");
        assertThat(decide(text, Math.nextDown(0.5))).isEqualTo("accept");
    }

    @Test
    void inputsDecideTooAlsoThoseWithDots() {
        vector.set(0, 10);
        vector.set(1, 3);
        String text = "amount * score > 5.0 && customer.tx_count_7d < 4 ? 'review' : 'accept'";
        assertThat(decide(text, 0.6)).isEqualTo("review");
        assertThat(decide(text, 0.4)).isEqualTo("accept");
    }

    @Test
    void missingInputGivesNoDecision() {
        vector.setMissing(0, ValueStatus.NULL_VALUE);
        assertThat(decide("amount > 1.0 ? 'review' : 'accept'", 0.6)).isNull();
    }

    @Test
    void missingInputThatIsNotAskedForDoesNotMatter() {
        assertThat(decide("score > 0.5 ? 'review' : 'accept'", 0.6)).isEqualTo("review");
    }
}
