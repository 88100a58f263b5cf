package io.streamgauge.drift;

import io.streamgauge.drift.definition.DetectorDefinition;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Measure;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.config.Suggestion;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param inputs the model's inputs that are numbers, in its order
 * @param texts those that are texts
 * @param outputs further outputs of the model that predictions carry
 * @param parallelism subtasks that read predictions; at most the topic's partitions are of use
 * @param idleness time without a prediction after which a partition no longer holds back the others
 * @param labels where outcomes come, when {@code drift.performance} is to be followed; null when it is not
 * @param profiles where profiles of models' training data are found
 */
public record DriftJobConfig(
        String pipeline,
        String bootstrapServers,
        Map<String, String> clientProperties,
        String registryUrl,
        Map<String, String> registryProperties,
        DriftDefinition definition,
        List<String> inputs,
        List<String> texts,
        List<String> outputs,
        int parallelism,
        Duration idleness,
        @Nullable LabelsConfig labels,
        ProfileSource profiles)
        implements Serializable {

    /** Name under which the score is watched, after the inputs. */
    public static final String SCORE = "score";

    /** Idleness when nothing else is asked for: longer than a restart upstream, which must not let partitions overtake each other. */
    public static final Duration DEFAULT_IDLENESS = Duration.ofMinutes(1);

    public DriftJobConfig {
        clientProperties = Map.copyOf(clientProperties);
        registryProperties = Map.copyOf(registryProperties);
        inputs = List.copyOf(inputs);
        texts = List.copyOf(texts);
        outputs = List.copyOf(outputs);
        if (definition.performance() != null && labels == null) {
            throw new IllegalArgumentException("drift.performance needs labels");
        }
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism is at least 1, not " + parallelism);
        }
        Optional<String> unknown = unknown(definition, inputs, texts, outputs);
        if (unknown.isPresent()) {
            throw new IllegalArgumentException(unknown.get());
        }
    }

    /** What is wrong with the names that the definition speaks of; empty when each is something that is watched. */
    public static Optional<String> unknown(
            DriftDefinition definition, List<String> numbers, List<String> texts, List<String> outputs) {
        List<String> known = new ArrayList<>(numbers);
        known.addAll(texts);
        known.add(SCORE);
        for (String name : definition.exclude()) {
            if (!known.contains(name)) {
                return Optional.of("drift.exclude: " + Suggestion.unknown("input", name, known));
            }
        }
        List<String> watched = RowValue.of(definition, numbers, texts, outputs).stream()
                .map(RowValue::name)
                .toList();
        for (String name : definition.watch().segments()) {
            if (!watched.contains(name)) {
                return Optional.of("drift.segments: " + Suggestion.unknown("watched value", name, watched));
            }
        }
        List<String> numbersWatched = RowValue.of(definition, numbers, texts, outputs).stream()
                .filter(value -> !value.text())
                .map(RowValue::name)
                .toList();
        for (DetectorDefinition detector : definition.watch().detectors()) {
            if (!numbersWatched.contains(detector.on())) {
                return Optional.of(
                        "drift.detectors: " + Suggestion.unknown("number watched", detector.on(), numbersWatched));
            }
        }
        for (Map.Entry<String, List<Measure>> chosen :
                definition.watch().byName().entrySet()) {
            if (!watched.contains(chosen.getKey())) {
                return Optional.of(
                        "drift.statistics.by_name: " + Suggestion.unknown("watched value", chosen.getKey(), watched));
            }
        }
        return ofTexts(definition, numbers, texts, outputs);
    }

    private static Optional<String> ofTexts(
            DriftDefinition definition, List<String> numbers, List<String> texts, List<String> outputs) {
        for (RowValue value : RowValue.of(definition, numbers, texts, outputs)) {
            for (Measure measure : definition.watch().byName().getOrDefault(value.name(), List.of())) {
                if (value.text() && !measure.ofCategories()) {
                    return Optional.of("drift.statistics.by_name: '" + value.name() + "' is a text, and '"
                            + measure.text() + "' compares numbers; allowed: "
                            + String.join(", ", Measure.names(true)));
                }
            }
        }
        return Optional.empty();
    }

    /** The values of a row, in order. */
    List<RowValue> values() {
        return RowValue.of(definition, inputs, texts, outputs);
    }

    /** What is watched, one for each of a row's values. */
    public List<WatchedColumn> columns() {
        return values().stream()
                .map(value -> WatchedColumn.of(value.name(), value.text(), definition, value.part()))
                .toList();
    }

    /** Names of a row's values: the inputs that are numbers, then the score, then what else is watched. */
    public List<String> features() {
        return values().stream().map(RowValue::name).toList();
    }

    TopicCatalogue topics() {
        return new TopicCatalogue(pipeline);
    }
}
