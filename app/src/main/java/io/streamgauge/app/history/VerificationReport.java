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
 * @param scoresOfOtherModels predictions by a model that is neither the document's nor to be had from the model store, whose
 *     scores are not compared
 * @param decisionsDiffering decisions, labels, sets or intervals and reasons that are not those of vector, score and deployment
 * @param revisionsDiffering predictions made under another revision than was in force where they were made
 * @param variantsDiffering predictions by another variant, or another model of it, than their revision gives the entity
 * @param shadowsDiffering predictions whose shadows' scores are not those that their models give the vector served
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
        long revisionsDiffering,
        long variantsDiffering,
        long shadowsDiffering,
        double seconds) {

    /** Whether nothing differs. */
    public boolean same() {
        return unexpected + decisionsDiffering + revisionsDiffering + variantsDiffering + shadowsDiffering == 0
                && !score.differs()
                && features.stream().noneMatch(Checked::differs);
    }
}
