package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.Reference;

/** Versions of references: of a profile its digest, else the same for the same model and period. */
public final class ReferenceIds {

    private ReferenceIds() {}

    /** The version of a model's reference. */
    public static String of(String pipeline, ModelKey model, Reference reference) {
        return reference.ofProfile()
                ? reference.id()
                : ofPeriod(pipeline, model, reference.startMs(), reference.endMs());
    }

    /** The version of a reference made of the model's own predictions. */
    static String ofPeriod(String pipeline, ModelKey model, long fromMs, long toMs) {
        return Ids.of(
                "reference",
                pipeline,
                model.name(),
                model.version(),
                model.digest(),
                Long.toString(fromMs),
                Long.toString(toMs));
    }
}
