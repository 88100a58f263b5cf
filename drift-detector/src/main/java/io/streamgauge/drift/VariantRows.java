package io.streamgauge.drift;

import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ShadowScore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prediction as one row for each variant that scored its event. */
final class VariantRows {

    private static final String MISSING = "missing";
    private static final int LONGEST_GROUP = 100;

    private final PerformanceDefinition definition;

    VariantRows(PerformanceDefinition definition) {
        this.definition = definition;
    }

    List<VariantRow> rows(Prediction prediction, int feedPartition) {
        List<VariantRow> rows = new ArrayList<>();
        VariantRow served = row(prediction, feedPartition);
        served.model = ModelKeys.join(prediction.getModel(), prediction.getModelVersion(), prediction.getModelDigest());
        served.variant = prediction.getVariant();
        say(served, prediction.getScore(), prediction.getLabel(), prediction.getDecision());
        rows.add(served);
        List<ShadowScore> shadows = prediction.getShadows();
        for (ShadowScore shadow : shadows == null ? List.<ShadowScore>of() : shadows) {
            VariantRow row = row(prediction, feedPartition);
            row.model = ModelKeys.join(shadow.getModel(), shadow.getModelVersion(), shadow.getModelDigest());
            row.variant = shadow.getVariant();
            say(row, shadow.getScore(), shadow.getLabel(), shadow.getDecision());
            rows.add(row);
        }
        return rows;
    }

    private VariantRow row(Prediction prediction, int feedPartition) {
        VariantRow row = new VariantRow();
        row.eventId = prediction.getEventId();
        row.eventTimeMs = prediction.getEventTime().toEpochMilli();
        row.sourceTopic = prediction.getSourceTopic();
        row.sourcePartition = prediction.getSourcePartition();
        row.sourceOffset = prediction.getSourceOffset();
        row.feedPartition = feedPartition;
        row.groups = groups(prediction.getFeatures());
        return row;
    }

    /** The values of the inputs that make groups, as texts. */
    private String[] groups(List<ServedFeature> served) {
        String[] groups = new String[definition.groups().size()];
        for (int i = 0; i < groups.length; i++) {
            String input = definition.groups().get(i);
            groups[i] = served.stream()
                    .filter(feature -> feature.getName().equals(input))
                    .findFirst()
                    .map(VariantRows::text)
                    .orElse(MISSING);
        }
        return groups;
    }

    private static String text(ServedFeature feature) {
        String text = feature.getText();
        Double value = feature.getValue();
        if (text != null) {
            return text.length() <= LONGEST_GROUP ? text : text.substring(0, LONGEST_GROUP);
        }
        if (value == null) {
            return MISSING;
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString(value.longValue())
                : value.toString();
    }

    /** A score that is no finite number is none. */
    private void say(VariantRow row, @Nullable Double score, @Nullable String label, @Nullable String decision) {
        double said = score == null || !Double.isFinite(score) ? Double.NaN : score + 0.0;
        switch (definition.kind()) {
            case BINARY -> {
                row.score = said;
                String positive = definition.positive();
                boolean decided = positive == null ? said >= definition.threshold() : positive.equals(decision);
                row.decided = decided ? 1 : 0;
            }
            case MULTICLASS -> {
                row.decided = number(label);
                row.score = row.decided;
            }
            case REGRESSION -> row.score = said;
        }
    }

    private static double number(@Nullable String label) {
        try {
            double number = label == null ? Double.NaN : Double.parseDouble(label) + 0.0;
            return Double.isFinite(number) ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
