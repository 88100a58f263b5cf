package io.streamgauge.app.history;

import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.TableFeatures;
import io.streamgauge.stream.FeatureTopology;
import java.util.Map;
import java.util.Set;

/** What of a pipeline decides which of its predictions are compared, and how they are replayed. Thread-safe. */
final class VerifiedPipeline {

    private final FeatureDefinition definition;
    private final String definitionHash;
    private final double sample;
    private final boolean[] overHop;
    private final Set<String> ofTables;

    /**
     * @param sample the share of events compared, from 0 to 1
     * @param partitions number of partitions of every source's topic, by topic
     */
    VerifiedPipeline(FeatureDefinition definition, double sample, Map<String, Integer> partitions) {
        this.definition = definition;
        this.definitionHash = DefinitionHash.of(definition);
        this.sample = sample;
        this.overHop = new boolean[definition.views().size()];
        this.ofTables = TableFeatures.of(definition);
        Map<String, String> routes = FeatureTopology.routes(definition, partitions);
        boolean several = partitions.getOrDefault(definition.scoredSource().topic(), 1) > 1;
        boolean hopped = false;
        for (int i = 0; i < overHop.length; i++) {
            ViewDefinition view = definition.views().get(i);
            hopped |= routes.getOrDefault(view.name(), "").startsWith("over a hop");
            overHop[i] = hopped && several;
        }
    }

    FeatureDefinition definition() {
        return definition;
    }

    String definitionHash() {
        return definitionHash;
    }

    /** Whether scored events come to a view from several partitions. */
    boolean overHop(int view) {
        return overHop[view];
    }

    /** Whether a feature comes of a table, whose topic no longer has the rows that were replaced. */
    boolean ofTable(String feature) {
        return ofTables.contains(feature);
    }

    /** Whether an event is in the sample: by its id, so that every run takes the same ones. */
    boolean samples(String eventId) {
        int hash = eventId.hashCode() * 0x9E3779B9;
        return sample >= 1 || (hash >>> 8) / (double) (1 << 24) < sample;
    }
}
