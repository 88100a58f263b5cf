package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Watched;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one value of a row comes from.
 *
 * @param name under which it is watched
 * @param part of the prediction that holds it
 * @param text whether it is a text
 */
record RowValue(String name, Watched part, boolean text) implements Serializable {

    /**
     * The values of a row. Inputs that are numbers and the score come first, as before anything else could be watched, so that state
     * of then is about the same values.
     */
    static List<RowValue> of(
            DriftDefinition definition, List<String> numbers, List<String> texts, List<String> outputs) {
        List<RowValue> values = new ArrayList<>();
        if (definition.watch().watches(Watched.INPUTS)) {
            numbers.forEach(name -> values.add(new RowValue(name, Watched.INPUTS, false)));
        }
        if (definition.watch().watches(Watched.SCORE)) {
            values.add(new RowValue(DriftJobConfig.SCORE, Watched.SCORE, false));
        }
        if (definition.watch().watches(Watched.INPUTS)) {
            texts.forEach(name -> values.add(new RowValue(name, Watched.INPUTS, true)));
        }
        for (Watched part : List.of(Watched.DECISION, Watched.LABEL)) {
            if (definition.watch().watches(part)) {
                values.add(new RowValue(part.text(), part, true));
            }
        }
        if (definition.watch().watches(Watched.OUTPUTS)) {
            outputs.forEach(name -> values.add(new RowValue(name, Watched.OUTPUTS, false)));
        }
        if (definition.watch().watches(Watched.FRESHNESS)) {
            values.add(new RowValue(Watched.FRESHNESS.text(), Watched.FRESHNESS, false));
        }
        return List.copyOf(values);
    }
}
