package io.streamgauge.app.history;

import java.util.List;
import java.util.Map;

/**
 * What a replay of a pipeline's sources says of its predictions.
 *
 * @param pipeline the pipeline
 * @param definitionHash hash of the definition whose predictions are compared
 * @param predictions predictions read, all that were committed
 * @param compared those compared
 * @param notSampled those left out by the sample
 * @param otherDefinitions those that other definitions made, by hash; they are not compared
 * @param eventsGone those whose event the source's topic no longer has; they are not compared
 * @param unexpected those whose event the replay refuses or finds late: they should not be
 * @param repeated those of an event that another one is of too
 * @param eventsWithoutPrediction events that the replay lets in and no prediction is of: not yet scored, or lost
 * @param features by feature, in the order of the model's inputs
 * @param score the score that the model gives the vector served, against the one served
 * @param scoresOfOtherModels predictions by a model of another digest, whose scores are not compared
 * @param decisionsDiffering decisions that the document does not take of vector and score
 * @param seconds how long it took
 */
public record VerificationReport(
        String pipeline,
        String definitionHash,
        long predictions,
        long compared,
        long notSampled,
        Map<String, Long> otherDefinitions,
        long eventsGone,
        long unexpected,
        long repeated,
        long eventsWithoutPrediction,
        List<Checked> features,
        Checked score,
        long scoresOfOtherModels,
        long decisionsDiffering,
        double seconds) {

    /** Whether nothing differs. */
    public boolean same() {
        return unexpected + decisionsDiffering == 0
                && !score.differs()
                && features.stream().noneMatch(Checked::differs);
    }
}
