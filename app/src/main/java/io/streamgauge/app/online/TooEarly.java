package io.streamgauge.app.online;

import io.streamgauge.store.definition.ViewDefinition;
import java.time.Instant;

/**
 * What a moment is too early for, among all that is read as of it: features that take newer events together, and those of whose
 * events some are no longer kept. The one that can be read last is told, so that all can be read as of the moment it names.
 */
final class TooEarly {

    private final long atMs;
    private final boolean allowIncomplete;
    private long fromMs = Long.MIN_VALUE;
    private String message = "";

    /** @param allowIncomplete whether values may lack events that are no longer kept */
    TooEarly(long atMs, boolean allowIncomplete) {
        this.atMs = atMs;
        this.allowIncomplete = allowIncomplete;
    }

    void note(ViewDefinition view, String entity, EntityFeatures read, int feature) {
        long earliestMs = read.earliestMs(feature);
        long keptFromMs = allowIncomplete ? Long.MIN_VALUE : read.keptFromMs(feature);
        if (atMs < earliestMs && earliestMs > fromMs) {
            fromMs = earliestMs;
            message = what(view, entity, feature) + " can be read as of " + Instant.ofEpochMilli(earliestMs)
                    + " or later: what it counts up to then is no longer kept apart. 'retention' under the pipeline's"
                    + " 'runtime' keeps it longer; or leave the feature out, or use 'streamgauge training-set' or"
                    + " 'snapshot'";
        }
        if (atMs < keptFromMs && keptFromMs > fromMs) {
            fromMs = keptFromMs;
            message = what(view, entity, feature) + " is exact as of " + Instant.ofEpochMilli(keptFromMs)
                    + " or later: events that count before are no longer kept. 'retention' under the pipeline's 'runtime'"
                    + " keeps them longer; or leave the feature out, use 'streamgauge training-set' or 'snapshot', or"
                    + " take what is left, with 'allow_incomplete'";
        }
    }

    private static String what(ViewDefinition view, String entity, int feature) {
        return view.name() + "." + view.featureNames().get(feature) + " of '" + entity + "'";
    }

    /** @throws UnanswerableException when there is such a feature */
    void refuse() {
        if (!message.isEmpty()) {
            throw new UnanswerableException(message);
        }
    }
}
