package io.streamgauge.app.http;

import io.streamgauge.app.online.OnlineScores;
import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.schemas.ValueStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a score on request: the prediction as the topology would publish it, less where the event lies.
 *
 * @param basis where the event's time comes from
 * @param score null when scoring was refused, and {@code refusal} says why
 * @param rawScore what the model itself answered, where the score is that answer calibrated
 * @param explanation which inputs the score owes itself to, for a prediction of {@code model.reasons}
 * @param features the vector as the model was given it, in its order
 */
record ScoreAnswer(
        String eventId,
        Instant eventTime,
        OnlineScores.Basis basis,
        @Nullable Double score,
        @Nullable Double rawScore,
        @Nullable String decision,
        @Nullable String label,
        List<Output> outputs,
        @Nullable String refusal,
        @Nullable Shares explanation,
        @Nullable Doubt uncertainty,
        String model,
        String modelVersion,
        String modelDigest,
        String variant,
        String definitionHash,
        String instance,
        List<Input> features) {

    /** @param value a number or a text; null when missing */
    record Input(String name, @Nullable Object value, ValueStatus status) {}

    /** The margin, shared out among inputs: base, attributions and rest add up to it. */
    record Shares(double base, double margin, double rest, List<Share> reasons) {}

    /** @param code null when {@code model.reasons.codes} gives the input none */
    record Share(String input, double attribution, @Nullable String code) {}

    /**
     * What is to hold the outcome.
     *
     * @param coverage share of outcomes that such are to hold
     * @param revision in which it was learnt from labels; 0 when it was not yet, and all belongs
     * @param set classes that belong; null for an interval
     * @param low lower bound; null for a set, and where there is none
     * @param high upper bound; null for a set, and where there is none
     * @param probabilities by class; null for an interval
     */
    record Doubt(
            double coverage,
            long revision,
            @Nullable List<String> set,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Map<String, Double> probabilities) {

        static @Nullable Doubt of(@Nullable Uncertainty uncertainty) {
            return uncertainty == null
                    ? null
                    : new Doubt(
                            uncertainty.getCoverage(),
                            uncertainty.getRevision(),
                            uncertainty.getSet(),
                            uncertainty.getLow(),
                            uncertainty.getHigh(),
                            uncertainty.getSet() == null ? null : probabilities(uncertainty));
        }

        private static Map<String, Double> probabilities(Uncertainty uncertainty) {
            Map<String, Double> byClass = new LinkedHashMap<>();
            for (int i = 0; i < uncertainty.getClasses().size(); i++) {
                byClass.put(
                        uncertainty.getClasses().get(i),
                        uncertainty.getProbabilities().get(i));
            }
            return byClass;
        }
    }

    record Output(String name, List<Double> values, List<String> texts, List<String> classes) {}

    static ScoreAnswer of(Prediction prediction, OnlineScores.Basis basis, String instance) {
        List<ModelOutput> outputs = prediction.getOutputs();
        return new ScoreAnswer(
                prediction.getEventId(),
                prediction.getEventTime(),
                basis,
                prediction.getScore(),
                prediction.getRawScore(),
                prediction.getDecision(),
                prediction.getLabel(),
                outputs == null
                        ? List.of()
                        : outputs.stream().map(ScoreAnswer::output).toList(),
                prediction.getRefusal(),
                shares(prediction.getExplanation()),
                Doubt.of(prediction.getUncertainty()),
                prediction.getModel(),
                prediction.getModelVersion(),
                prediction.getModelDigest(),
                prediction.getVariant(),
                prediction.getDefinitionHash(),
                instance,
                prediction.getFeatures().stream().map(ScoreAnswer::input).toList());
    }

    private static @Nullable Shares shares(@Nullable Explanation explanation) {
        return explanation == null
                ? null
                : new Shares(
                        explanation.getBase(),
                        explanation.getMargin(),
                        explanation.getRest(),
                        explanation.getReasons().stream()
                                .map(reason -> new Share(reason.getInput(), reason.getAttribution(), reason.getCode()))
                                .toList());
    }

    private static Output output(ModelOutput output) {
        return new Output(output.getName(), output.getValues(), output.getTexts(), output.getClasses());
    }

    private static Input input(ServedFeature feature) {
        return new Input(
                feature.getName(),
                feature.getText() == null ? feature.getValue() : feature.getText(),
                feature.getStatus());
    }
}
