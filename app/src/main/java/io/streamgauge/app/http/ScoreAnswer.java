package io.streamgauge.app.http;

import io.streamgauge.app.online.OnlineScores;
import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import java.time.Instant;
import java.util.List;
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
