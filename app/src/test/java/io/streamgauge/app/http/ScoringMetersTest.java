package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.app.live.TestingRecords;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.scoring.Refusal;
import io.streamgauge.scoring.ScoringMetrics.Via;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoringMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScoringMeters meters = new ScoringMeters(registry);

    @Test
    void aShadowIsMeasuredAsAnyOtherVariant() {
        Prediction served = TestingRecords.prediction("e1", TestingRecords.START, 0.5, null);
        meters.predicted(Via.STREAM, served, null, 40_000);
        meters.shadowed(Via.STREAM, served, shadow(0.72), null, 7_000);
        meters.shadowed(Via.STREAM, served, shadow(null), Refusal.MODEL, 9_000);
        meters.swapped(new DeployedModel("fraud", "2", "d2"), "shadow");
        meters.swapped(new DeployedModel("fraud", "2", "d2"), "shadow");
        List<String> lines = registry.scrape()
                .lines()
                .filter(line -> line.contains("variant=\"shadow\""))
                .toList();
        assertThat(lines)
                .contains(
                        "streamgauge_scoring_seconds_count{model=\"fraud\",variant=\"shadow\",version=\"2\",via=\"stream\"} 2",
                        "streamgauge_scoring_seconds_bucket{model=\"fraud\",variant=\"shadow\",version=\"2\",via=\"stream\",le=\"1.0E-5\"} 2",
                        "streamgauge_scoring_seconds_bucket{model=\"fraud\",variant=\"shadow\",version=\"2\",via=\"stream\",le=\"5.0E-6\"} 0",
                        "streamgauge_score_bucket{model=\"fraud\",variant=\"shadow\",version=\"2\",via=\"stream\",le=\"0.75\"} 1",
                        "streamgauge_score_count{model=\"fraud\",variant=\"shadow\",version=\"2\",via=\"stream\"} 1",
                        "streamgauge_scoring_refused_total{model=\"fraud\",reason=\"model\",variant=\"shadow\",version=\"2\",via=\"stream\"} 1.0",
                        "streamgauge_scoring_inputs_missing_total{input=\"terminal.risk_1d\",model=\"fraud\",variant=\"shadow\",version=\"2\",via=\"stream\"} 2.0",
                        "streamgauge_scoring_swaps_total{model=\"fraud\",variant=\"shadow\",version=\"2\"} 2.0");
        assertThat(registry.scrape())
                .contains(
                        "streamgauge_scoring_seconds_count{model=\"fraud\",variant=\"champion\",version=\"1\",via=\"stream\"} 1");
    }

    private static ShadowScore shadow(@Nullable Double score) {
        return ShadowScore.newBuilder()
                .setVariant("shadow")
                .setModel("fraud")
                .setModelVersion("2")
                .setModelDigest("d2")
                .setScore(score)
                .build();
    }
}
