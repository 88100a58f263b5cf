package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.RealisedCoverage;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.conformal.Thresholds;
import io.streamgauge.scoring.rollout.ConformalPlan;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.Revisions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class CoverageGaugesTest {

    @Test
    void theNewestRevisionIsShownByVariant() throws Exception {
        AtomicReference<Optional<ModelDeployment>> newest = new AtomicReference<>(Optional.empty());
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CoverageGauges.bind(meters, newest::get);
        assertThat(meters.scrape()).doesNotContain("streamgauge_uncertainty_coverage{");
        DeployedModel model = new DeployedModel("cards", "3", "3".repeat(64));
        Thresholds learnt = Thresholds.ofAll(Coverage.of(0.5), new double[] {1, 2});
        newest.set(Optional.of(new Revisions(
                        "cards", new DeploymentHistory(), new Revisions.Signature("a", "", Instant.EPOCH))
                .conform(
                        model,
                        List.of(ConformalPlan.record(model.getDigest(), Gives.INTERVAL, learnt)
                                .setRealised(List.of(
                                        new RealisedCoverage("canary", 4L, 3L),
                                        new RealisedCoverage("champion", 10L, 6L)))
                                .build()))));
        assertThat(meters.scrape().lines())
                .contains(
                        "streamgauge_uncertainty_coverage{model=\"cards\",variant=\"canary\",version=\"3\"} 0.5",
                        "streamgauge_uncertainty_coverage_realised{model=\"cards\",variant=\"canary\",version=\"3\"} 0.75",
                        "streamgauge_uncertainty_coverage_realised{model=\"cards\",variant=\"champion\",version=\"3\"} 0.6",
                        "streamgauge_uncertainty_coverage_labels{model=\"cards\",variant=\"champion\",version=\"3\"} 10.0");
    }
}
