package io.streamgauge.app.run;

import io.streamgauge.app.config.Pipeline;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Makes the topics of a pipeline on a cluster. */
public final class PipelineTopics {

    private PipelineTopics() {}

    /** Makes those that are missing, the sources' too; returns the partitions of the sources' topics. */
    public static Map<String, Integer> make(Pipeline pipeline, Cluster cluster) throws InterruptedException {
        Admin admin = Admin.create(cluster.kafka(Map.of()));
        try {
            return new Topics(admin, cluster).prepare(pipeline.features(), pipeline.runtime(), true);
        } finally {
            // Not to wait for a cluster that does not answer.
            admin.close(Duration.ZERO);
        }
    }
}
