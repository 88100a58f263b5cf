package io.streamgauge.stream;

import io.streamgauge.store.vector.FeatureValues;

/**
 * What a view would give an event, were it the next to come.
 *
 * @param known whether the entity has a row
 * @param values in the order of {@link io.streamgauge.store.definition.ViewDefinition#featureNames}
 */
public record Visited(boolean known, FeatureValues values) {}
