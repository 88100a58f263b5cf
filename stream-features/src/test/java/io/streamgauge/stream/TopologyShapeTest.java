package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.definition.FeatureDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code Topology.describe} says, against files: names there are names of topics and stores, and must not change. */
class TopologyShapeTest {

    @TempDir(factory = InMemory.class)
    Path stateDir;

    @Test
    void keyedSourcesHopOnce() throws IOException {
        shapeIs(TestingDefinitions.fraud(), "fraud.topology.txt");
    }

    @Test
    void withoutViewsThereIsNoHopAndOnlyLatenessIsKept() throws IOException {
        shapeIs(TestingDefinitions.plain(), "plain.topology.txt");
    }

    @Test
    void unkeyedSourcesHopForEachEntity() throws IOException {
        shapeIs(TestingDefinitions.unkeyed(), "unkeyed.topology.txt");
    }

    @Test
    void whereEventsAreCorrectedViewsKeepThemAndTheWaysPartAtTheEnd() throws IOException {
        FeatureDefinition fraud = TestingDefinitions.fraud();
        StreamSettings settings = new StreamSettings(fraud.pipeline(), "nowhere:9092", stateDir, 1, Map.of());
        shapeIs(TestingStream.correcting(fraud, 4, settings).describe().toString(), "corrected.topology.txt");
    }

    @Test
    void aLookupRemembersDeletions() throws IOException {
        shapeIs(TestingDefinitions.lookup(), "lookup.topology.txt");
    }

    private String described(FeatureDefinition definition) {
        StreamSettings settings = new StreamSettings(definition.pipeline(), "nowhere:9092", stateDir, 1, Map.of());
        return TestingStream.topology(definition, new TestingSchemaRegistry(), 4, settings)
                .describe()
                .toString();
    }

    /** Compares; what was seen is also left beside the compiled tests, to be looked at and kept if it is meant. */
    private void shapeIs(FeatureDefinition definition, String file) throws IOException {
        shapeIs(described(definition), file);
    }

    private static void shapeIs(String described, String file) throws IOException {
        Files.createDirectories(Path.of("target", "topologies"));
        Files.writeString(Path.of("target", "topologies", file), described);
        assertThat(described).isEqualTo(file(file));
    }

    private static String file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TopologyShapeTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
