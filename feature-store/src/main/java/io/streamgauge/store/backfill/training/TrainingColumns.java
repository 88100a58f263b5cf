package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.ShownColumn;
import java.util.List;

/**
 * The columns of a training set, in order.
 *
 * @param event names of the columns of event id and time; none where rows name entities and moments themselves
 * @param labels columns of the label rows, as they were
 * @param features features that are no label column
 * @param types STRING for each feature that is a text, DOUBLE for all others
 * @param shown the columns of the features: of a vector one, or one of each element
 */
public record TrainingColumns(
        List<String> event,
        List<Table.Column> labels,
        List<String> features,
        List<FieldType> types,
        List<ShownColumn> shown) {}
