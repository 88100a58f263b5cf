package io.streamgauge.scoring.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardMetric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardTextTest {

    @ParameterizedTest
    @CsvSource({
        "errors < 1%, ERRORS, 0, 0.01",
        "missing<0.5%, MISSING, 0, 0.005",
        "shift < 0.1, SHIFT, 0, 0.1",
        "latency p99 < 20ms, LATENCY, 0.99, 2e7",
        "latency p99.9 < 500us, LATENCY, 0.999, 5e5",
        "latency p50 < 1s, LATENCY, 0.5, 1e9"
    })
    void aGuardIsReadAndWrittenAgain(String text, GuardMetric metric, double quantile, double limit) throws Exception {
        Guard guard = GuardText.parse(text, 500, 60_000, 100);
        assertThat(guard)
                .isEqualTo(Guard.newBuilder()
                        .setMetric(metric)
                        .setQuantile(quantile)
                        .setLimit(limit)
                        .setEvents(500)
                        .setWithinMs(60_000)
                        .setMinimum(100)
                        .build());
        assertThat(GuardText.parse(GuardText.of(guard), 500, 60_000, 100)).isEqualTo(guard);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "errors < 1",
                "errors > 1%",
                "shift < 10%",
                "latency < 20ms",
                "latency p99 < 20",
                "drift < 0.1",
                "errors < 20ms",
                ""
            })
    void whatIsNoneIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> GuardText.parse(text, 500, 0, 100))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "errors < 101%, 500, 100, the limit must be",
        "errors < 0%, 500, 100, the limit must be",
        "latency p00 < 1ms, 500, 100, a quantile is from",
        "errors < 1%, 50, 100, looks at the last 50",
        "errors < 1%, 100001, 100, looks at the last 100001"
    })
    void whatCannotBeJudgedIsRefused(String text, int events, int minimum, String why) {
        assertThatThrownBy(() -> GuardText.parse(text, events, 0, minimum)).hasMessageContaining(why);
    }

    @Test
    void valuesAreTold() throws Exception {
        Guard latency = GuardText.parse("latency p99 < 20ms", 500, 0, 100);
        assertThat(GuardText.value(latency, 23_149_000)).isEqualTo("23.1ms");
        assertThat(GuardText.value(latency, 4_300)).isEqualTo("4.3us");
        assertThat(GuardText.value(GuardText.parse("errors < 1%", 500, 0, 100), 0.0425))
                .isEqualTo("4.25%");
        assertThat(GuardText.value(GuardText.parse("shift < 0.1", 500, 0, 100), 0))
                .isEqualTo("0");
    }
}
