package io.streamgauge.app.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.RealisedCoverage;
import io.streamgauge.scoring.rollout.ConformalPlan;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;

/** How often sets or intervals held the outcome, as the newest revision says; every instance shows the same. */
public final class CoverageGauges {

    private CoverageGauges() {}

    /**
     * Adds them to {@code meters}.
     *
     * @param newest the newest revision, asked at every scrape
     */
    public static void bind(PrometheusMeterRegistry registry, Supplier<Optional<ModelDeployment>> newest) {
        gauge(
                registry,
                "streamgauge_uncertainty_coverage",
                "Share of outcomes that sets or intervals are to hold.",
                newest,
                (learnt, realised) -> learnt.getCoverage());
        gauge(
                registry,
                "streamgauge_uncertainty_coverage_realised",
                "Share of the outcomes of the labels learnt from last that earlier sets or intervals held.",
                newest,
                (learnt, realised) -> realised.getHeld() / (double) realised.getLabels());
        gauge(
                registry,
                "streamgauge_uncertainty_coverage_labels",
                "How many outcomes that share is of.",
                newest,
                (learnt, realised) -> realised.getLabels());
    }

    private static void gauge(
            PrometheusMeterRegistry registry,
            String name,
            String help,
            Supplier<Optional<ModelDeployment>> newest,
            ToDoubleBiFunction<ConformalCalibration, RealisedCoverage> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("model", "variant", "version")
                .callback(callback -> newest.get()
                        .ifPresent(deployment -> deployment.getVariants().stream()
                                .map(DeployedVariant::getModel)
                                .distinct()
                                .forEach(model -> tell(deployment, model, value, callback))))
                .register(registry.getPrometheusRegistry());
    }

    private static void tell(
            ModelDeployment deployment,
            DeployedModel model,
            ToDoubleBiFunction<ConformalCalibration, RealisedCoverage> value,
            GaugeWithCallback.Callback callback) {
        ConformalPlan.of(deployment, model.getDigest())
                .ifPresent(learnt -> learnt.getRealised()
                        .forEach(realised -> callback.call(
                                value.applyAsDouble(learnt, realised),
                                model.getName(),
                                realised.getVariant(),
                                model.getVersion())));
    }
}
