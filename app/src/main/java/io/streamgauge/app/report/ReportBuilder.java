package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Alert;
import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.drift.ReplayedMessages;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a report of the records of the topics. What is written twice, as after a restart, counts once; records of one key come in
 * their order, those of different keys in any.
 */
public final class ReportBuilder implements ReplayedMessages.Sink {

    /** A version of a model. */
    private record ModelVersion(String model, String version) implements Comparable<ModelVersion> {

        private static final Comparator<ModelVersion> ORDER =
                Comparator.comparing(ModelVersion::model).thenComparing(ModelVersion::version);

        @Override
        public int compareTo(ModelVersion other) {
            return ORDER.compare(this, other);
        }
    }

    private final String pipeline;
    private final Period period;
    private final Map<ModelVersion, ModelBuilder> models = new TreeMap<>();
    private final Map<String, RetrainingAck> acks = new HashMap<>();
    private final AlertStories operations = new AlertStories();

    public ReportBuilder(String pipeline, Period period) {
        this.pipeline = pipeline;
        this.period = period;
    }

    @Override
    public void add(DriftMetric metric) {
        if (period.holds(metric.getWindowStart(), metric.getWindowEnd())) {
            model(metric.getModel(), metric.getModelVersion()).add(metric);
        }
    }

    @Override
    public void add(DriftAlert alert) {
        if (alert.getKind() == AlertKind.OPERATIONS) {
            operations.add(alert);
        } else if (!period.endsAfterIt(alert.getWindowEnd())) {
            model(alert.getModel(), alert.getModelVersion()).add(alert);
        }
    }

    @Override
    public void add(RetrainingEvent event) {
        if (period.holdsEnd(event.getRaisedAt())) {
            model(event.getModel(), event.getModelVersion()).add(event);
        }
    }

    void add(RetrainingAck ack) {
        acks.put(ack.getEventId(), ack);
    }

    @Override
    public void add(ReferenceProfile profile) {
        model(profile.getModel(), profile.getModelVersion()).add(profile);
    }

    /** What has been added so far. */
    public DriftReport build() {
        Comparator<Model> byFirstWindow = Comparator.comparing(
                model -> model.summary().firstWindow(), Comparator.nullsLast(Comparator.<Instant>naturalOrder()));
        return new DriftReport(
                DriftReport.VERSION,
                pipeline,
                period.from(),
                period.to(),
                models.entrySet().stream()
                        .map(entry -> entry.getValue()
                                .build(entry.getKey().model(), entry.getKey().version(), period, acks))
                        .filter(ReportBuilder::saysAnything)
                        .sorted(byFirstWindow)
                        .toList(),
                operations.all(Period.ALL));
    }

    /** A version that has nothing in the period may still have alerts that were resolved before it. */
    private static boolean saysAnything(Model model) {
        return !model.reference().isEmpty()
                || !model.features().isEmpty()
                || !model.performance().isEmpty()
                || !model.alerts().isEmpty()
                || !model.retrainingEvents().isEmpty();
    }

    private ModelBuilder model(String name, String version) {
        return models.computeIfAbsent(new ModelVersion(name, version), key -> new ModelBuilder());
    }

    /** Whether an alert still asks for something. */
    static boolean open(Alert alert) {
        return !alert.status().equals(AlertStories.RESOLVED);
    }
}
