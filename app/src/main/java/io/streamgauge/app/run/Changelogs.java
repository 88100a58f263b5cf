package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the changelogs that rows are restored from have all of them. Compaction keeps the newest record of every row. Retention
 * deletes by age, also rows in force: a copy that was further behind than that, or a new one, is made of what is left and
 * looks whole. So a start refuses a changelog with retention, and one whose beginning is gone.
 */
final class Changelogs {

    private static final Logger LOG = LoggerFactory.getLogger(Changelogs.class);
    private static final int TIMEOUT_SECONDS = 15;

    private Changelogs() {}

    /**
     * Looks at those that there are; before the first start there are none. A changelog of a store that the topology no longer
     * has is nobody's.
     *
     * @param stores names of the topology's stores
     * @throws CommandFailedException when rows could not be restored from one
     */
    static void requireWhole(Admin admin, String applicationId, Set<String> stores) throws InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<String> names = stores.stream()
                    .map(store -> applicationId + "-" + store + "-changelog")
                    .filter(present::contains)
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                requireWhole(policies(admin, names), beginnings(admin, names));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailedException(
                    "cannot ask Kafka about the changelogs of rows within " + TIMEOUT_SECONDS + " s: " + e, e);
        }
    }

    /**
     * @param policies {@code cleanup.policy} of each changelog
     * @param beginnings the first offset that each partition still has
     */
    static void requireWhole(Map<String, String> policies, Map<TopicPartition, Long> beginnings) {
        List<String> troubles = new ArrayList<>();
        List<Map.Entry<String, String>> deleting = policies.entrySet().stream()
                .filter(policy -> policy.getValue().contains(TopicConfig.CLEANUP_POLICY_DELETE))
                .sorted(Map.Entry.comparingByKey())
                .toList();
        if (!deleting.isEmpty()) {
            troubles.add("changelog " + deleting.get(0).getKey()
                    + (deleting.size() == 1 ? "" : ", and " + (deleting.size() - 1) + " more,")
                    + " has cleanup.policy=" + deleting.get(0).getValue()
                    + ", so that Kafka deletes rows in force by age or size; set cleanup.policy=compact");
        }
        beginnings.entrySet().stream()
                .filter(beginning -> beginning.getValue() > 0)
                .map(beginning -> beginning.getKey() + " begins at offset " + beginning.getValue())
                .sorted()
                .findFirst()
                .ifPresent(gone -> troubles.add("the beginning of a changelog was deleted: " + gone
                        + "; rows restored from it would lack what was there. Run the pipeline under another name, which"
                        + " reads its sources from the beginning, and switch to it"));
        if (!troubles.isEmpty()) {
            throw new CommandFailedException(String.join("; ", troubles));
        }
    }

    private static Map<String, String> policies(Admin admin, Collection<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<ConfigResource> asked = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, String> policies = new HashMap<>();
        try {
            for (Map.Entry<ConfigResource, Config> config : admin.describeConfigs(asked)
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .entrySet()) {
                policies.put(
                        config.getKey().name(),
                        config.getValue().get(TopicConfig.CLEANUP_POLICY_CONFIG).value());
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            LOG.warn(
                    "this principal may not describe the configuration of topics, so nobody knows whether changelogs of rows have"
                            + " retention: {}; grant DescribeConfigs on {}",
                    e.getCause().getMessage(),
                    names);
            return Map.of();
        }
        return policies;
    }

    private static Map<TopicPartition, Long> beginnings(Admin admin, Collection<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicDescription topic : admin.describeTopics(names)
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                asked.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest());
            }
        }
        return admin.listOffsets(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, offset -> offset.getValue().offset()));
    }
}
