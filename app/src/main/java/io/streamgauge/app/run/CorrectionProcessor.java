package io.streamgauge.app.run;

import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.VectorCorrections;
import io.streamgauge.stream.Correction;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Turns a correction of features into one of the vector that the prediction carried, if the model has such inputs. */
final class CorrectionProcessor extends ContextualProcessor<String, Correction, String, VectorCorrection> {

    private final VectorCorrections corrections;

    CorrectionProcessor(EventScoring scoring) {
        this.corrections = scoring.newCorrections();
    }

    @Override
    public void process(Record<String, Correction> record) {
        Correction made = record.value();
        corrections
                .of(made.event(), made.before(), made.causeSource(), made.causeId(), made.number())
                .ifPresent(correction -> context().forward(record.withValue(correction)));
    }
}
