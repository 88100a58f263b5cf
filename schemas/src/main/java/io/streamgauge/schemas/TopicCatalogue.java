package io.streamgauge.schemas;

import static io.streamgauge.schemas.TopicSpec.FOR_EVER;

import io.streamgauge.schemas.wire.PlainSchema;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * Every topic that one pipeline writes: name, key, value, retention, compaction. Nothing is deleted by default, since
 * records carry event time and Kafka counts retention from it: replayed history would vanish.
 *
 * @param pipeline name of the pipeline, the prefix of each topic
 */
public record TopicCatalogue(String pipeline) {

    /** What a pipeline may be called, so that its topics, subjects and consumer groups are legal. */
    public static final Pattern PIPELINE_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private static final String AS_RECEIVED = "the record as received";
    private static final String SOURCE_KEY = "key of the source record";

    public TopicCatalogue {
        if (!PIPELINE_NAME.matcher(pipeline).matches()) {
            throw new IllegalArgumentException(
                    "a pipeline's name must match " + PIPELINE_NAME + " but is '" + pipeline + "'");
        }
    }

    /** One scored event each, with the vector served. */
    public TopicSpec predictions() {
        return avro("predictions", "event id", Prediction.getClassSchema(), false);
    }

    /** Vectors as they would have been, had all events come in order; written where the pipeline asks for it. */
    public TopicSpec corrections() {
        return avro("corrections", "event id", VectorCorrection.getClassSchema(), false);
    }

    /** What each feature looked like when the model was right. */
    public TopicSpec referenceProfiles() {
        return avro("reference-profiles", "model/version/feature", ReferenceProfile.getClassSchema(), true);
    }

    /** Every statistic of every feature and window. */
    public TopicSpec driftMetrics() {
        return avro("drift-metrics", "feature", DriftMetric.getClassSchema(), false);
    }

    /** Alerts opened, escalated, resolved. */
    public TopicSpec driftAlerts() {
        return avro("drift-alerts", "alert id", DriftAlert.getClassSchema(), false);
    }

    /** Requests to train again. */
    public TopicSpec retrainingEvents() {
        return avro("retraining-events", "event id", RetrainingEvent.getClassSchema(), false);
    }

    /** What became of those requests. */
    public TopicSpec retrainingAcks() {
        return avro("retraining-acks", "event id", RetrainingAck.getClassSchema(), false);
    }

    /** Events later than their source's lateness. */
    public TopicSpec lateEvents() {
        return plain("late-events", SOURCE_KEY, AS_RECEIVED, false);
    }

    /** Records that cannot be used: unreadable, or against the source's expectations. */
    public TopicSpec deadLetters() {
        return plain("dead-letters", SOURCE_KEY, AS_RECEIVED, false);
    }

    /** Which pipeline writes the predictions of which topic; there once {@code switch} has changed it. */
    public TopicSpec writer() {
        return avro("writer", "topic of predictions", PredictionWriter.getClassSchema(), true);
    }

    /** Which models score which events, a revision each. Not compacted: a record is accepted or not by those before it. */
    public TopicSpec models() {
        return avro("models", "revision", ModelDeployment.getClassSchema(), false);
    }

    /** Since which event each revision of the deployments has been in force, by partition. */
    public TopicSpec activations() {
        return avro("activations", "partition", ModelActivation.getClassSchema(), false);
    }

    /** All of them, in the order data passes through. */
    public List<TopicSpec> all() {
        return List.of(
                predictions(),
                corrections(),
                writer(),
                models(),
                activations(),
                referenceProfiles(),
                driftMetrics(),
                driftAlerts(),
                retrainingEvents(),
                retrainingAcks(),
                lateEvents(),
                deadLetters());
    }

    private TopicSpec avro(String suffix, String key, Schema schema, boolean compacted) {
        return new TopicSpec(
                name(suffix),
                key,
                "Avro `" + schema.getName() + "`",
                Optional.of(PlainSchema.of(schema)),
                compacted,
                FOR_EVER);
    }

    private TopicSpec plain(String suffix, String key, String value, boolean compacted) {
        return new TopicSpec(name(suffix), key, value, Optional.empty(), compacted, FOR_EVER);
    }

    private String name(String suffix) {
        return pipeline + "." + suffix;
    }
}
