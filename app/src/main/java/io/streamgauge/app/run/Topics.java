package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.RuntimeDefinition;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics a pipeline needs, made where they are missing. */
public final class Topics {

    private static final int TIMEOUT_SECONDS = 15;
    private static final short BROKER_DEFAULT = -1;
    /** A topic nothing may delete from: its records carry event time, which may lie years back. */
    private static final Map<String, String> KEEP_ALL =
            Map.of("retention.ms", "-1", "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

    private static final Map<String, String> KEEP_ROWS = withCompaction(KEEP_ALL);

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final Admin admin;
    private final Cluster cluster;

    Topics(Admin admin, Cluster cluster) {
        this.admin = admin;
        this.cluster = cluster;
    }

    /**
     * Makes all topics of a pipeline, its sources' too, on a cluster that was started for it.
     *
     * @throws CommandFailedException when Kafka does not answer
     */
    public static void make(Cluster cluster, Pipeline pipeline) throws InterruptedException {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            new Topics(admin, cluster).prepare(pipeline.features(), pipeline.runtime(), true);
        }
    }

    /**
     * Makes the pipeline's own topics, and its sources' on an embedded broker.
     *
     * @param embedded whether the broker is ours; on a cluster of the user's a missing source is refused
     * @return partitions of every source's topic, by topic
     * @throws CommandFailedException when a source's topic is missing, or Kafka does not answer
     */
    Map<String, Integer> prepare(FeatureDefinition features, RuntimeDefinition runtime, boolean embedded)
            throws InterruptedException {
        int partitions = runtime.partitions();
        Set<String> present = names();
        List<NewTopic> missing = new ArrayList<>();
        for (TopicSpec spec : written(new TopicCatalogue(features.pipeline()), runtime.corrections())) {
            if (!present.contains(spec.name())) {
                missing.add(spec.newTopic(partitionsOf(spec, features.pipeline(), partitions), BROKER_DEFAULT));
            }
        }
        Set<String> absent = new TreeSet<>();
        for (SourceDefinition source : features.sources().values()) {
            if (!present.contains(source.topic()) && absent.add(source.topic()) && embedded) {
                missing.add(new NewTopic(source.topic(), partitions, BROKER_DEFAULT)
                        .configs(source.table() ? KEEP_ROWS : KEEP_ALL));
            }
        }
        if (!embedded && !absent.isEmpty()) {
            throw new CommandFailedException("the cluster at " + cluster.bootstrapServers() + " has no topic "
                    + String.join(", ", absent) + "; create it before starting the pipeline");
        }
        create(missing);
        warnOfTablesThatLoseRows(features, absent);
        Map<String, Integer> counts = partitionsOf(features, absent, partitions);
        warnOfTablesApart(features, counts);
        return counts;
    }

    private static Map<String, String> withCompaction(Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        all.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        return Map.copyOf(all);
    }

    /** A topic that is deleted from by age or size loses rows that are still in force, and who reads it anew misses them. */
    private void warnOfTablesThatLoseRows(FeatureDefinition features, Set<String> made) throws InterruptedException {
        List<ConfigResource> asked = features.sources().values().stream()
                .filter(source -> source.table() && !made.contains(source.topic()))
                .map(source -> new ConfigResource(ConfigResource.Type.TOPIC, source.topic()))
                .toList();
        try {
            admin.describeConfigs(asked)
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((topic, config) -> {
                        if (losesRows(config)) {
                            LOG.warn(
                                    "topic {} is a table, and Kafka deletes its records by age or size (cleanup.policy {}): rows in"
                                            + " force get lost; set cleanup.policy=compact",
                                    topic.name(),
                                    config.get(TopicConfig.CLEANUP_POLICY_CONFIG)
                                            .value());
                        }
                    });
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("cannot ask whether the topics of tables are compacted", e);
        }
    }

    /** Rows that come over a hop may come after events that lie in their topic already. */
    private static void warnOfTablesApart(FeatureDefinition features, Map<String, Integer> counts) {
        String scored = features.scoredSource().topic();
        features.sources().values().stream()
                .filter(source -> source.table() && !Objects.equals(counts.get(source.topic()), counts.get(scored)))
                .forEach(source -> LOG.warn(
                        "topic {} is a table of {} partitions, and {} has {}: rows come over a hop, so events that lie in"
                                + " their topic at the start may be scored before rows that do; give it as many",
                        source.topic(),
                        counts.get(source.topic()),
                        scored,
                        counts.get(scored)));
    }

    private static boolean losesRows(Config config) {
        return config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_DELETE)
                && !(config.get(TopicConfig.RETENTION_MS_CONFIG).value().equals("-1")
                        && config.get(TopicConfig.RETENTION_BYTES_CONFIG)
                                .value()
                                .equals("-1"));
    }

    private Map<String, Integer> partitionsOf(FeatureDefinition features, Set<String> made, int partitions)
            throws InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        for (SourceDefinition source : features.sources().values()) {
            if (made.contains(source.topic())) {
                // Not asked for: the broker may not know yet what it has just made.
                counts.put(source.topic(), partitions);
            }
        }
        List<String> asked = features.sources().values().stream()
                .map(SourceDefinition::topic)
                .filter(topic -> !made.contains(topic))
                .toList();
        try {
            admin.describeTopics(asked)
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((topic, description) ->
                            counts.put(topic, description.partitions().size()));
        } catch (ExecutionException | TimeoutException e) {
            throw unreachable(e);
        }
        return counts;
    }

    /**
     * Those that something writes.
     *
     * @param corrections whether vectors are corrected
     */
    static List<TopicSpec> written(TopicCatalogue catalogue, boolean corrections) {
        List<TopicSpec> written = new ArrayList<>(List.of(
                catalogue.predictions(),
                catalogue.models(),
                catalogue.activations(),
                catalogue.referenceProfiles(),
                catalogue.driftMetrics(),
                catalogue.driftAlerts(),
                catalogue.retrainingEvents(),
                catalogue.retrainingAcks(),
                catalogue.lateEvents(),
                catalogue.deadLetters()));
        if (corrections) {
            written.add(catalogue.corrections());
        }
        return written;
    }

    private static int partitionsOf(TopicSpec spec, String pipeline, int partitions) {
        // The rest is read by people and in order; it is small.
        TopicCatalogue topics = new TopicCatalogue(pipeline);
        boolean byEvent = spec.name().equals(topics.predictions().name())
                || spec.name().equals(topics.corrections().name());
        return byEvent ? partitions : 1;
    }

    private Set<String> names() throws InterruptedException {
        try {
            return admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unreachable(e);
        }
    }

    private void create(List<NewTopic> topics) throws InterruptedException {
        for (Map.Entry<String, KafkaFuture<Void>> made :
                admin.createTopics(topics).values().entrySet()) {
            try {
                made.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                // Another instance of the pipeline may be starting at the same moment.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new CommandFailedException("cannot create topic " + made.getKey(), e);
                }
            } catch (TimeoutException e) {
                throw unreachable(e);
            }
        }
    }

    private CommandFailedException unreachable(Exception e) {
        return new CommandFailedException("Kafka at " + cluster.bootstrapServers() + " does not answer", e);
    }
}
