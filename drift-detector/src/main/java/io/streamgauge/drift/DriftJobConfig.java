package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the drift job of one pipeline needs to know.
 *
 * @param pipeline the pipeline's name, which names its topics
 * @param bootstrapServers Kafka brokers, {@code host:port,...}
 * @param clientProperties given to every Kafka client as they are, e.g. security settings
 * @param registryUrl schema registry
 * @param registryProperties given to the registry's client as they are
 * @param definition the {@code drift} section
 * @param inputs the model's inputs, in its order
 * @param parallelism subtasks that read predictions; at most the topic's partitions are of use
 * @param idleness time without a prediction after which a partition no longer holds back the others
 * @param labels where outcomes come, when {@code drift.performance} is to be followed; null when it is not
 */
public record DriftJobConfig(
        String pipeline,
        String bootstrapServers,
        Map<String, String> clientProperties,
        String registryUrl,
        Map<String, String> registryProperties,
        DriftDefinition definition,
        List<String> inputs,
        int parallelism,
        Duration idleness,
        @Nullable LabelsConfig labels)
        implements Serializable {

    /** Name under which the score is watched, after the inputs. */
    public static final String SCORE = "score";

    /** Idleness when nothing else is asked for: longer than a restart upstream, which must not let partitions overtake each other. */
    public static final Duration DEFAULT_IDLENESS = Duration.ofMinutes(1);

    /** The same without outcomes. */
    public DriftJobConfig(
            String pipeline,
            String bootstrapServers,
            Map<String, String> clientProperties,
            String registryUrl,
            Map<String, String> registryProperties,
            DriftDefinition definition,
            List<String> inputs,
            int parallelism,
            Duration idleness) {
        this(
                pipeline,
                bootstrapServers,
                clientProperties,
                registryUrl,
                registryProperties,
                definition,
                inputs,
                parallelism,
                idleness,
                null);
    }

    public DriftJobConfig {
        clientProperties = Map.copyOf(clientProperties);
        registryProperties = Map.copyOf(registryProperties);
        inputs = List.copyOf(inputs);
        if (definition.performance() != null && labels == null) {
            throw new IllegalArgumentException("drift.performance needs labels");
        }
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism is at least 1, not " + parallelism);
        }
        for (String name : definition.exclude()) {
            if (!name.equals(SCORE) && !inputs.contains(name)) {
                throw new IllegalArgumentException(
                        "drift.exclude: '" + name + "' is no input of the model; its inputs are " + inputs);
            }
        }
    }

    /** Names of a row's values: the inputs, then the score. */
    public List<String> features() {
        List<String> features = new ArrayList<>(inputs);
        features.add(SCORE);
        return List.copyOf(features);
    }

    TopicCatalogue topics() {
        return new TopicCatalogue(pipeline);
    }
}
