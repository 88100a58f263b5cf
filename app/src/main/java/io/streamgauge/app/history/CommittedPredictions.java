package io.streamgauge.app.history;

import io.streamgauge.app.backtest.Backtest;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.Set;

/** The predictions in a pipeline's topic that were committed when it was opened, read once. */
public final class CommittedPredictions implements Backtest.Source, AutoCloseable {

    private final String name;
    private final Topic topic;
    private final AvroCodec<Prediction> codec;

    public CommittedPredictions(Cluster cluster, String pipeline) {
        this.name = new TopicCatalogue(pipeline).predictions().name();
        this.codec = PredictionLog.codec(cluster);
        this.topic = new Topic(cluster, name, record -> new Topic.Ranked(record.timestamp(), record, record));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Integer> filled() {
        return topic.filled();
    }

    @Override
    public void read(Backtest.Sink sink) {
        for (Topic.Ranked next = topic.next(); next != null; next = topic.next()) {
            sink.take(codec.decode(next.record().value()), next.record().partition());
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
