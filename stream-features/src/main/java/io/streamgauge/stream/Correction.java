package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import java.time.Duration;

/**
 * The vector that a scored event should have had, once an event came that belongs before it.
 *
 * @param event the event with the features it would have had in order
 * @param before the event with the features it had until now
 * @param causeSource name of the source of the event that came out of order
 * @param causeId id of that event
 * @param number how often the event has been corrected, this time included; the greatest holds
 */
public record Correction(EnrichedEvent event, EnrichedEvent before, String causeSource, String causeId, int number) {

    public Correction {
        if (number < 1) {
            throw new IllegalArgumentException("corrections are numbered from 1, not " + number);
        }
    }

    /** How far before the low watermark of a view its events are corrected, and how long they are kept for it. */
    public static Duration reach(FeatureDefinition definition) {
        return CorrectionStep.reach(definition);
    }

    Correction withEvents(EnrichedEvent newEvent, EnrichedEvent newBefore, int newNumber) {
        return new Correction(newEvent, newBefore, causeSource, causeId, newNumber);
    }
}
