package io.streamgauge.app.run;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.stream.StreamSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Kafka Streams and its clients are told when a pipeline is run: our settings, the document's, and the user's over both. */
public final class EffectiveStreams {

    private static final String CHOSEN = "chosen at the start";

    private EffectiveStreams() {}

    /**
     * The properties, secrets included.
     *
     * @throws IllegalArgumentException when a setting is not allowed
     */
    public static SortedMap<String, String> properties(Pipeline pipeline, RuntimeOptions options) {
        Optional<Cluster> given = options.cluster();
        Cluster cluster = given.orElseGet(() -> new Cluster(CHOSEN, CHOSEN, options.clientProperties()));
        String address = options.httpPort().isPresent()
                ? options.http().at(options.httpPort().getAsInt()).reached()
                : CHOSEN;
        Map<String, String> overrides = StreamOverrides.of(pipeline.runtime(), cluster, given.isEmpty(), address);
        Properties properties = new StreamSettings(
                        ScoringTopology.applicationId(pipeline.name()),
                        cluster.bootstrapServers(),
                        options.dataDirectory().resolve("streams"),
                        options.threads().orElse(pipeline.runtime().threads()),
                        overrides)
                .toProperties();
        SortedMap<String, String> shown = new TreeMap<>();
        properties.forEach((key, value) -> shown.put(
                String.valueOf(key), value instanceof Class<?> type ? type.getName() : String.valueOf(value)));
        return shown;
    }
}
