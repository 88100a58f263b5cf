package io.streamgauge.app.run;

import io.streamgauge.app.config.LabelsDefinition;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.drift.DriftJobConfig;
import io.streamgauge.drift.LabelsConfig;
import io.streamgauge.drift.ProfileSource;
import io.streamgauge.store.definition.SourceDefinition;
import org.jspecify.annotations.Nullable;

/** What the drift job of a pipeline is told, wherever it runs. */
public final class DriftSettings {

    private DriftSettings() {}

    /**
     * @param parallelism subtasks that read
     * @param profiles where profiles of models are found
     */
    static DriftJobConfig of(Pipeline pipeline, Cluster cluster, int parallelism, ProfileSource profiles) {
        return new DriftJobConfig(
                pipeline.name(),
                cluster.bootstrapServers(),
                cluster.kafka(),
                cluster.schemaRegistryUrl(),
                cluster.registry(),
                pipeline.drift().orElseThrow(),
                pipeline.numbers(),
                pipeline.texts(),
                pipeline.model().publish(),
                parallelism,
                DriftJobConfig.DEFAULT_IDLENESS,
                labels(pipeline),
                profiles);
    }

    /** Where outcomes come, when performance is followed; null when it is not. */
    public static @Nullable LabelsConfig labels(Pipeline pipeline) {
        if (pipeline.drift().orElseThrow().performance() == null) {
            return null;
        }
        LabelsDefinition labels = pipeline.labels().orElseThrow();
        SourceDefinition source = pipeline.features().source(labels.source());
        return new LabelsConfig(
                source.topic(),
                LabelsConfig.Format.valueOf(source.format().name()),
                source.idField(),
                source.timeField(),
                labels.outcome(),
                source.lateness(),
                source.maxAhead());
    }
}
