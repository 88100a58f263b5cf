package io.streamgauge.store.vector;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a view knows for an event that names none of its entities: nothing, so each feature is NOT_FOUND, a count too, and
 * missing unless a default stands for it. Thread-safe.
 */
public final class NoEntity {

    private final List<AggregateDefinition> aggregates = new ArrayList<>();

    public NoEntity(ViewDefinition view) {
        for (AggregateDefinition aggregate : view.aggregates()) {
            aggregate.featureNames().forEach(feature -> aggregates.add(aggregate));
        }
    }

    /**
     * Writes the features of such an event.
     *
     * @param offset index in {@code out} of the view's first feature
     */
    public void write(FeatureValues out, int offset) {
        for (int i = 0; i < aggregates.size(); i++) {
            OptionalDouble number = aggregates.get(i).whenMissing();
            Optional<String> text = aggregates.get(i).textWhenMissing();
            if (number.isPresent()) {
                out.set(offset + i, number.getAsDouble(), ValueStatus.NOT_FOUND);
            } else if (text.isPresent()) {
                out.set(offset + i, text.get(), ValueStatus.NOT_FOUND);
            } else {
                out.setMissing(offset + i, ValueStatus.NOT_FOUND);
            }
        }
    }
}
