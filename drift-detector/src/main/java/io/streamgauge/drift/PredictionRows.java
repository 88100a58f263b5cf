package io.streamgauge.drift;

import io.streamgauge.drift.definition.Watched;
import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Predictions as rows of the values watched: inputs by name, the score, and what else of a prediction is watched. */
final class PredictionRows {

    private static final double MS_PER_SECOND = 1_000;

    private final List<RowValue> values;

    private PredictionRows(List<RowValue> values) {
        this.values = List.copyOf(values);
    }

    static PredictionRows of(List<RowValue> values) {
        return new PredictionRows(values);
    }

    ScoredRow row(Prediction prediction, int feedPartition) {
        ScoredRow row = new ScoredRow();
        row.model = ModelKeys.join(prediction.getModel(), prediction.getModelVersion(), prediction.getModelDigest());
        row.eventTimeMs = prediction.getEventTime().toEpochMilli();
        row.sourceTopic = prediction.getSourceTopic();
        row.sourcePartition = prediction.getSourcePartition();
        row.sourceOffset = prediction.getSourceOffset();
        row.rank = RowSample.rank(prediction.getEventId(), row.sourcePartition, row.sourceOffset);
        row.feedPartition = feedPartition;
        fill(row, prediction);
        return row;
    }

    private void fill(ScoredRow row, Prediction prediction) {
        row.values = new double[values.size()];
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < row.values.length; i++) {
            RowValue value = values.get(i);
            if (value.text()) {
                String text = text(value, i, prediction);
                texts.add(text);
                row.values[i] = text == null ? Double.NaN : CategoryCode.of(text);
            } else {
                row.values[i] = finite(number(value, i, prediction));
            }
        }
        row.texts = texts.toArray(new @Nullable String[0]);
    }

    private static @Nullable Double number(RowValue value, int place, Prediction prediction) {
        return switch (value.part()) {
            case INPUTS -> {
                ServedFeature feature = find(prediction.getFeatures(), value.name(), place);
                yield feature == null ? null : feature.getValue();
            }
            case SCORE -> prediction.getScore();
            case OUTPUTS -> output(prediction.getOutputs(), value.name());
            case FRESHNESS ->
                Duration.between(prediction.getEventTime(), prediction.getProcessedAt())
                                .toMillis()
                        / MS_PER_SECOND;
            case DECISION, LABEL, VOLUME -> null;
        };
    }

    private static @Nullable String text(RowValue value, int place, Prediction prediction) {
        if (value.part() == Watched.DECISION) {
            return prediction.getDecision();
        }
        if (value.part() == Watched.LABEL) {
            return prediction.getLabel();
        }
        ServedFeature feature = find(prediction.getFeatures(), value.name(), place);
        return feature == null ? null : feature.getText();
    }

    /** The number of an output that is one; of more than one there is no telling which. */
    private static @Nullable Double output(@Nullable List<ModelOutput> outputs, String name) {
        if (outputs == null) {
            return null;
        }
        return outputs.stream()
                .filter(output ->
                        output.getName().equals(name) && output.getValues().size() == 1)
                .map(output -> output.getValues().get(0))
                .findFirst()
                .orElse(null);
    }

    /** The vector is served in input order, so the name is mostly found at its own place. */
    private static @Nullable ServedFeature find(List<ServedFeature> served, String name, int place) {
        if (place < served.size() && served.get(place).getName().equals(name)) {
            return served.get(place);
        }
        return served.stream()
                .filter(feature -> feature.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** NaN where missing; infinities become the largest numbers there are; -0 is 0, which it equals. */
    private static double finite(@Nullable Double value) {
        if (value == null) {
            return Double.NaN;
        }
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value + 0.0));
    }
}
