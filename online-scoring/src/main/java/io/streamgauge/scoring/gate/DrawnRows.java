package io.streamgauge.scoring.gate;

import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows to measure a model on that came without golden ones: whole numbers, which every tensor of numbers takes. */
final class DrawnRows {

    private static final int ROWS = 256;
    private static final long SEED = 1;

    private DrawnRows() {}

    /** The same rows each time; 0 and 1 alone half of the time, since some tensors take no others. */
    static List<FeatureValues> of(VectorPlan plan) {
        Random random = new Random(SEED);
        return IntStream.range(0, ROWS)
                .mapToObj(row -> row(plan, random, row % 2 == 0 ? 2 : 1_000))
                .toList();
    }

    /** Zeros and empty texts. */
    static FeatureValues blank(VectorPlan plan) {
        return row(plan, new Random(SEED), 1);
    }

    private static FeatureValues row(VectorPlan plan, Random random, int bound) {
        FeatureValues row = new FeatureValues(plan.size());
        for (int i = 0; i < plan.size(); i++) {
            if (plan.types().get(i) == FieldType.STRING) {
                row.set(i, bound == 1 ? "" : "text " + random.nextInt(bound));
            } else {
                row.set(i, random.nextInt(bound));
            }
        }
        return row;
    }
}
