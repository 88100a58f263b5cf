package io.streamgauge.app.compare;

import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.schemas.Prediction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The predictions in a topic that one pipeline made; after a switch there are those of another among them. Records without a
 * value are passed over. Not thread-safe.
 */
final class OwnPredictions {

    private final String pipeline;
    private final Function<byte[], Prediction> codec;
    private long others;

    OwnPredictions(String pipeline, Function<byte[], Prediction> codec) {
        this.pipeline = pipeline;
        this.codec = codec;
    }

    /** Hands out the prediction in a record when it is the pipeline's own. */
    void take(ConsumerRecord<byte[], byte[]> record, Consumer<Prediction> out) {
        if (record.value() == null) {
            return;
        }
        Prediction prediction = RecordValue.decoded(record, codec);
        if (prediction.getPipeline().equals(pipeline)) {
            out.accept(prediction);
        } else {
            others++;
        }
    }

    /** Predictions that another pipeline made. */
    long others() {
        return others;
    }
}
