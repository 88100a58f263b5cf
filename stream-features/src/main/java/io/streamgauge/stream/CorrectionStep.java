package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EnrichedEventCodec;
import io.streamgauge.store.event.FormerLayouts;
import java.time.Duration;

/**
 * How a pipeline's scored events are corrected; views have it in common.
 *
 * @param codec of scored events
 * @param layout tells vectors of one definition from those of another
 * @param reachMs how far before the low watermark events are corrected: as long as an event that is not late can change them
 */
record CorrectionStep(EnrichedEventCodec codec, int layout, long reachMs) {

    static CorrectionStep of(FeatureDefinition definition, FormerLayouts former) {
        return new CorrectionStep(
                new EnrichedEventCodec(
                        definition.scoredSource().schema(),
                        definition.viewFeatureNames(),
                        former.of(definition.scored()),
                        former.features()),
                definition.viewFeatureNames().hashCode() * 31
                        + definition.scoredSource().schema().names().hashCode(),
                reach(definition).toMillis());
    }

    /**
     * The scored source's lateness, and as much longer as a feeding event may arrive after it began to count: the source's
     * lateness less the view's shortest delay.
     */
    static Duration reach(FeatureDefinition definition) {
        Duration longest = Duration.ZERO;
        for (ViewDefinition view : definition.views()) {
            SourceDefinition feed = definition.source(view.source());
            Duration after = feed.lateness().minus(view.shortestDelay());
            if (!feed.name().equals(definition.scored()) && after.compareTo(longest) > 0) {
                longest = after;
            }
        }
        return longest.plus(definition.scoredSource().lateness());
    }

    /** Name of a view's store of recent events. */
    static String storeName(ViewDefinition view) {
        return view.name() + "-recent";
    }
}
