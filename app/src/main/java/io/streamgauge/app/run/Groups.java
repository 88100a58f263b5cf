package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.TopicCatalogue;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;

/** What Kafka knows of pipelines' consumer groups. A pipeline's group is its application: {@code fraud.topology}. */
public final class Groups implements AutoCloseable {

    private static final int ANSWER_MS = 90_000;
    private static final short BROKER_DEFAULT = -1;

    private final Admin admin;
    private final Cluster cluster;

    public Groups(Cluster cluster) {
        this.cluster = cluster;
        this.admin = Admin.create(cluster.kafka(Map.of()));
    }

    /**
     * Passes when no instance of a pipeline runs.
     *
     * @throws CommandFailedException when one does, or is not known to have ended
     */
    public void requireStopped(String pipeline) {
        Collection<MemberDescription> members = members(pipeline);
        if (!members.isEmpty()) {
            throw new CommandFailedException(
                    "pipeline " + pipeline + " runs: its group " + PipelineRuntime.group(pipeline)
                            + " has " + members.size() + (members.size() == 1 ? " member, " : " members, ")
                            + members.stream()
                                    .map(member -> member.clientId() + " at " + member.host())
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ". Stop it first; Kafka takes up to its session timeout to notice a kill. If its process holds the"
                            + " embedded Kafka, 'streamgauge cluster " + pipeline + "' then runs that alone.");
        }
    }

    /** Partitions that the instances of a pipeline which run read between them; none while they agree on it. */
    public Set<TopicPartition> read(String pipeline) {
        return members(pipeline).stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .collect(Collectors.toSet());
    }

    /** Offsets of the next records, whoever may see those before. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(partition -> partition, all -> OffsetSpec.latest())),
                                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private Collection<MemberDescription> members(String pipeline) {
        String group = PipelineRuntime.group(pipeline);
        try {
            return Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .get()
                    .members();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw unanswered(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The next offset that a pipeline will read of each partition it has read anything of. */
    public Map<TopicPartition, Long> committed(String pipeline) {
        String group = PipelineRuntime.group(pipeline);
        Map<TopicPartition, Long> committed = new HashMap<>();
        get(admin.listConsumerGroupOffsets(
                                group,
                                new ListConsumerGroupOffsetsOptions()
                                        .requireStable(true)
                                        .timeoutMs(ANSWER_MS))
                        .partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }

    /** The topics in which scored events travel between a pipeline's views. */
    public List<String> hops(String pipeline) {
        return get(admin.listTopics().names()).stream()
                .filter(topic -> isHop(pipeline, topic))
                .toList();
    }

    /** Whether scored events travel in a topic between a pipeline's views. */
    public static boolean isHop(String pipeline, String topic) {
        return topic.startsWith(PipelineRuntime.group(pipeline) + "-to-") && topic.endsWith("-repartition");
    }

    /** Makes the writer topics that are not there yet. */
    public void makeWriterTopics(Collection<String> pipelines) {
        for (String pipeline : pipelines) {
            try {
                admin.createTopics(List.of(new TopicCatalogue(pipeline).writer().newTopic(1, BROKER_DEFAULT)))
                        .all()
                        .get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw unanswered(e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw unanswered(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private CommandFailedException unanswered(ExecutionException e) {
        return new CommandFailedException("Kafka at " + cluster.bootstrapServers() + " did not do as asked", e);
    }

    private static CommandFailedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandFailedException("interrupted", e);
    }

    @Override
    public void close() {
        // Not to wait for a cluster that does not answer.
        admin.close(Duration.ZERO);
    }
}
