package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import java.util.Optional;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What comes out of a {@link FeatureTopology}, keyed by event id.
 *
 * @param scored the scored source's events with the features of all views
 * @param corrections those whose features an event changed that came later but belongs before; empty where none are made
 */
public record Enriched(KStream<String, EnrichedEvent> scored, Optional<KStream<String, Correction>> corrections) {

    /** Parts the corrections from the events among which they travel. */
    static Enriched of(KStream<String, EnrichedEvent> spine, Optional<CorrectionStep> corrections) {
        return corrections
                .map(step -> new Enriched(
                        spine.process(OnlyEvents::new, Named.as("events")),
                        Optional.of(spine.process(
                                () -> new OnlyCorrections(new CorrectionHeader(step.codec())),
                                Named.as("corrections")))))
                .orElse(new Enriched(spine, Optional.empty()));
    }

    private static final class OnlyEvents extends ContextualProcessor<String, EnrichedEvent, String, EnrichedEvent> {

        @Override
        public void process(Record<String, EnrichedEvent> record) {
            if (!CorrectionHeader.marks(record)) {
                context().forward(record);
            }
        }
    }

    private static final class OnlyCorrections extends ContextualProcessor<String, EnrichedEvent, String, Correction> {

        private final CorrectionHeader header;

        OnlyCorrections(CorrectionHeader header) {
            this.header = header;
        }

        @Override
        public void process(Record<String, EnrichedEvent> record) {
            header.of(record)
                    .ifPresent(correction ->
                            context().forward(new Record<>(record.key(), correction, record.timestamp())));
        }
    }
}
