package io.streamgauge.app.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.scoring.Refusal;
import io.streamgauge.scoring.ScoringMetrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metrics of scoring by model, version and variant; docs/models.md lists them. Thread-safe. */
public final class ScoringMeters implements ScoringMetrics {

    /** Upper bounds of the latency's buckets. */
    private static final Duration[] TOOK = Stream.of(5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000)
            .map(micros -> Duration.ofNanos(micros * 1_000L))
            .toArray(Duration[]::new);

    /** Upper bounds of the score's buckets: 20 from 0 to 1. */
    private static final double[] SCORES =
            IntStream.rangeClosed(1, 20).mapToDouble(i -> i / 20.0).toArray();

    private final PrometheusMeterRegistry registry;
    private final Histogram scores;
    private final Map<Via, Counter> failures = new EnumMap<>(Via.class);
    private final Map<Of, Meters> meters = new ConcurrentHashMap<>();

    public ScoringMeters(PrometheusMeterRegistry registry) {
        this.registry = registry;
        // Micrometer's own rounds what it records up to whole numbers.
        this.scores = Histogram.builder()
                .name("streamgauge_score")
                .help("Scores; those above 1 are in the last bucket, those below 0 in the first.")
                .labelNames("model", "variant", "version", "via")
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(SCORES)
                .register(registry.getPrometheusRegistry());
        for (Via via : Via.values()) {
            failures.put(
                    via,
                    Counter.builder("streamgauge.scoring.failed")
                            .description("Events that the document's model failed on, whatever the row.")
                            .tags("via", caller(via))
                            .register(registry));
        }
    }

    private static String caller(Via via) {
        return via.name().toLowerCase(Locale.ROOT);
    }

    /** Whose predictions are counted; shadows have what they say beside them counted as such. */
    private record Of(String model, String version, String variant, Via via) {

        Tags tags() {
            return Tags.of("model", model, "version", version, "variant", variant, "via", ScoringMeters.caller(via));
        }
    }

    @Override
    public void predicted(Via via, Prediction prediction, @Nullable Refusal refusal, long tookNs) {
        of(new Of(prediction.getModel(), prediction.getModelVersion(), prediction.getVariant(), via))
                .predicted(prediction.getScore(), prediction.getFeatures(), refusal, tookNs);
    }

    @Override
    public void shadowed(Via via, Prediction prediction, ShadowScore shadow, @Nullable Refusal refusal, long tookNs) {
        of(new Of(shadow.getModel(), shadow.getModelVersion(), shadow.getVariant(), via))
                .predicted(shadow.getScore(), prediction.getFeatures(), refusal, tookNs);
    }

    @Override
    public void swapped(DeployedModel model, String variant) {
        Counter.builder("streamgauge.scoring.swaps")
                .description(
                        "Revisions of the deployments that came into force in a partition, by the variants they have.")
                .tags("model", model.getName(), "version", model.getVersion(), "variant", variant)
                .register(registry)
                .increment();
    }

    @Override
    public void failed(Via via) {
        Objects.requireNonNull(failures.get(via)).increment();
    }

    private Meters of(Of of) {
        Meters known = meters.get(of);
        return known == null
                ? meters.computeIfAbsent(
                        of,
                        each -> new Meters(
                                registry,
                                each.tags(),
                                scores.labelValues(each.model(), each.variant(), each.version(), caller(each.via()))))
                : known;
    }

    /** The meters of one variant. All but those of inputs are there from its first prediction on, at zero. */
    private static final class Meters {

        private final PrometheusMeterRegistry registry;
        private final Tags tags;
        private final Timer took;
        private final DistributionDataPoint scores;
        private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
        private final Map<String, Counter> missing = new ConcurrentHashMap<>();

        Meters(PrometheusMeterRegistry registry, Tags tags, DistributionDataPoint scores) {
            this.registry = registry;
            this.tags = tags;
            took = Timer.builder("streamgauge.scoring")
                    .description(
                            "From the features of the views to the prediction, refused ones too; of a shadow, from the vector.")
                    .tags(tags)
                    .serviceLevelObjectives(TOOK)
                    .register(registry);
            this.scores = scores;
            for (Refusal reason : Refusal.values()) {
                refused.put(
                        reason,
                        Counter.builder("streamgauge.scoring.refused")
                                .description("Predictions without a score, by the kind of reason.")
                                .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
                                .register(registry));
            }
        }

        void predicted(@Nullable Double score, List<ServedFeature> features, @Nullable Refusal refusal, long tookNs) {
            took.record(tookNs, TimeUnit.NANOSECONDS);
            if (score != null) {
                scores.observe(score);
            }
            if (refusal != null) {
                Objects.requireNonNull(refused.get(refusal)).increment();
            }
            for (int i = 0; i < features.size(); i++) {
                ServedFeature feature = features.get(i);
                if (feature.getStatus() != ValueStatus.PRESENT) {
                    missing.computeIfAbsent(feature.getName(), this::missing).increment();
                }
            }
        }

        private Counter missing(String input) {
            return Counter.builder("streamgauge.scoring.inputs.missing")
                    .description("Predictions whose input was not known, whatever stands in its place.")
                    .tags(tags.and("input", input))
                    .register(registry);
        }
    }
}
