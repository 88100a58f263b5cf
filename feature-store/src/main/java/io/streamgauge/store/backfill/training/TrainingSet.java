package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.ShownColumn;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes the rows of a training set from joined ones: what names the row, labels as they were, features. */
public final class TrainingSet implements JoinedRows {

    private final NeededFeatures needed;
    private final LabelRows labels;
    private final TrainingRows out;
    private final VectorPlan plan;
    private final FeatureValues vector;
    private final int[] features;
    private final List<ShownColumn> shown;
    private final int labelColumns;
    private boolean begun;
    private long rows;
    private long unmatched;

    /**
     * Vectors are a column each.
     *
     * @throws IllegalArgumentException when a label column has the name of another column
     */
    public TrainingSet(NeededFeatures needed, LabelRows labels, TrainingRows out) {
        this(needed, labels, out, true);
    }

    /**
     * @param wholeVectors whether a vector of which all elements are there is one column
     * @throws IllegalArgumentException when a label column has the name of another column
     */
    public TrainingSet(NeededFeatures needed, LabelRows labels, TrainingRows out, boolean wholeVectors) {
        this.needed = needed;
        this.labels = labels;
        this.out = out;
        this.plan = VectorPlan.ofColumns(needed.definition(), needed.columns());
        this.vector = new FeatureValues(plan.size());
        this.labelColumns = labels.columns().size();
        Set<String> taken = new HashSet<>();
        labels.columns().forEach(column -> {
            if (!taken.add(column.name())) {
                throw new IllegalArgumentException("label column '" + column.name() + "' stands twice");
            }
        });
        this.features = IntStream.range(0, plan.size())
                .filter(i -> labels.byEvent() || !taken.contains(plan.names().get(i)))
                .toArray();
        List<String> names = IntStream.of(features).mapToObj(plan.names()::get).toList();
        this.shown =
                wholeVectors ? ShownColumn.folded(names, needed.definition().vectors()) : ShownColumn.each(names);
        shown.stream()
                .filter(column -> column.vector() && taken.contains(column.name()))
                .findFirst()
                .ifPresent(column -> {
                    throw new IllegalArgumentException("label column '" + column.name()
                            + "' has the name of a vector among the features; choose the label columns without it");
                });
        List<String> others = new ArrayList<>(eventColumns());
        if (labels.byEvent()) {
            others.addAll(plan.names());
        }
        for (String other : others) {
            if (taken.contains(other)) {
                throw new IllegalArgumentException("label column '" + other
                        + "' has the name of a column of the event; choose the label columns without it");
            }
        }
    }

    private List<String> eventColumns() {
        return labels.byEvent()
                ? List.of(
                        needed.definition().scoredSource().idField(),
                        needed.definition().scoredSource().timeField())
                : List.of();
    }

    @Override
    public void row(EnrichedEvent enriched, byte[] attached) throws IOException {
        begin();
        plan.assemble(enriched.event(), enriched.features(), vector);
        out.write(new TrainingRow(
                enriched.event().id(),
                enriched.event().timeMs(),
                LabelCells.decode(attached, labelColumns),
                vector,
                features));
        rows++;
    }

    @Override
    public void unmatched(byte[] attached) {
        unmatched++;
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            out.begin(new TrainingColumns(
                    eventColumns(),
                    labels.columns(),
                    IntStream.of(features).mapToObj(plan.names()::get).toList(),
                    types(),
                    shown));
        }
    }

    private List<FieldType> types() {
        return IntStream.of(features).mapToObj(plan.types()::get).toList();
    }

    /** All rows have come. */
    public void finish(Map<String, String> provenance) throws IOException {
        begin();
        out.finish(provenance);
    }

    /** Rows written. */
    public long rows() {
        return rows;
    }

    /** Rows of labels whose event is not there. */
    public long unmatched() {
        return unmatched;
    }
}
