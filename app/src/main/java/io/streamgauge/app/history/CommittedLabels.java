package io.streamgauge.app.history;

import io.streamgauge.app.backtest.BadLabels;
import io.streamgauge.app.backtest.LabelSource;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.DriftSettings;
import io.streamgauge.drift.LabelReader;
import io.streamgauge.drift.LabelRow;
import io.streamgauge.drift.LabelsConfig;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The labels in the topic of a pipeline's labels that were committed when it was opened, read as the drift job reads them. */
public final class CommittedLabels implements LabelSource {

    private final String name;
    private final Topic topic;
    private final LabelReader reader;
    private final BadLabels bad = new BadLabels();

    /** @throws IllegalArgumentException when the pipeline does not follow performance */
    public CommittedLabels(Cluster cluster, Pipeline pipeline) {
        LabelsConfig config = DriftSettings.labels(pipeline);
        PerformanceDefinition performance = pipeline.drift().orElseThrow().performance();
        if (config == null || performance == null) {
            throw new IllegalArgumentException("pipeline " + pipeline.name() + " has no drift.performance");
        }
        this.name = config.topic();
        this.reader = new LabelReader(
                config,
                performance.kind(),
                new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
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
    public @Nullable LabelRow next() {
        for (Topic.Ranked next = topic.next(); next != null; next = topic.next()) {
            ConsumerRecord<byte[], byte[]> record = next.record();
            try {
                LabelRow label = reader.read(record.value(), record.timestamp());
                label.partition = record.partition();
                label.offset = record.offset();
                return label;
            } catch (LabelReader.BadLabelException e) {
                bad.add("offset " + record.offset() + " of " + name + "-" + record.partition() + ": " + e.getMessage());
            }
        }
        return null;
    }

    @Override
    public BadLabels bad() {
        return bad;
    }

    @Override
    public void close() {
        topic.close();
    }
}
