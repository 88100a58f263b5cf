package io.streamgauge.benchmarks;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether predictions carry the features that were expected: every one compared, counts exactly, means to 1e-9. */
final class Agreement {

    private final Map<String, double[]> expected;
    private final Set<String> ties;
    private final Set<String> seen = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private long duplicates;
    private long tied;

    Agreement(Map<String, double[]> expected, Set<String> ties) {
        this.expected = expected;
        this.ties = ties;
    }

    void check(Prediction prediction) {
        String id = prediction.getEventId();
        if (!seen.add(id)) {
            duplicates++;
            return;
        }
        double[] wanted = expected.get(id);
        if (wanted == null) {
            wrong.add(id + " is no transaction of the file");
            return;
        }
        for (ServedFeature feature : prediction.getFeatures()) {
            int index = Handbook.FEATURES.indexOf(feature.getName());
            if (index >= 0 && differs(feature, wanted[index])) {
                note(id, feature, wanted[index]);
            }
        }
    }

    private static boolean differs(ServedFeature feature, double wanted) {
        Double got = feature.getValue();
        double tolerance = feature.getName().contains("mean") ? 1e-9 * Math.max(1, Math.abs(wanted)) : 0;
        return got == null || !(Math.abs(got - wanted) <= tolerance);
    }

    private void note(String id, ServedFeature feature, double wanted) {
        if (feature.getName().startsWith("customer.") && ties.contains(id)) {
            tied++;
        } else {
            wrong.add(id + ": " + feature.getName() + " is " + feature.getValue() + ", not " + wanted);
        }
    }

    long transactions() {
        return seen.size();
    }

    long duplicates() {
        return duplicates;
    }

    /** Values that differ because two transactions of one customer share a second. */
    long tied() {
        return tied;
    }

    List<String> wrong() {
        return wrong;
    }

    boolean holds() {
        return wrong.isEmpty() && duplicates == 0 && seen.size() == expected.size();
    }
}
