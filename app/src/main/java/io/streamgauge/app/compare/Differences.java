package io.streamgauge.app.compare;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes pairs of predictions of one event each and counts what differs. Not thread-safe. */
final class Differences {

    private final Map<String, Tally> features = new LinkedHashMap<>();
    private final Tally scores = new Tally();
    private final Map<String, Long> decisions = new TreeMap<>();
    private long pairs;

    /** Counts of one feature. */
    private static final class Tally {

        private long equal;
        private long differing;
        private long onlyBefore;
        private long onlyAfter;
        private double greatest;
        private String greatestAt = "";

        /** Takes two numbers or texts; a difference between texts has no size. */
        void take(String event, @Nullable Object before, @Nullable Object after) {
            if (Objects.equals(before, after)) { // by their bits: -0.0 is not 0.0, NaN is NaN
                equal++;
            } else if (after == null) {
                onlyBefore++;
            } else if (before == null) {
                onlyAfter++;
            } else {
                differing++;
                double difference = before instanceof Double was && after instanceof Double is ? Math.abs(is - was) : 0;
                if (greatestAt.isEmpty() || Double.compare(difference, greatest) > 0) {
                    greatest = difference;
                    greatestAt = event;
                }
            }
        }

        /** Takes a feature that only one of two predictions has at all. */
        void only(boolean had) {
            if (had) {
                onlyBefore++;
            } else {
                onlyAfter++;
            }
        }

        Difference named(String name) {
            return new Difference(name, equal, differing, onlyBefore, onlyAfter, greatest, greatestAt);
        }
    }

    /** Takes what two pipelines made of one event. */
    void take(Prediction before, Prediction after) {
        pairs++;
        String event = before.getEventId();
        Map<String, ServedFeature> others = new HashMap<>();
        after.getFeatures().forEach(feature -> others.put(feature.getName(), feature));
        for (ServedFeature feature : before.getFeatures()) {
            ServedFeature other = others.remove(feature.getName());
            if (other == null) {
                tally(feature.getName()).only(true);
            } else {
                tally(feature.getName()).take(event, value(feature), value(other));
            }
        }
        others.values().forEach(other -> tally(other.getName()).only(false));
        scores.take(event, before.getScore(), after.getScore());
        if (!Objects.equals(before.getDecision(), after.getDecision())) {
            decisions.merge(shown(before.getDecision()) + " -> " + shown(after.getDecision()), 1L, Long::sum);
        }
    }

    private static @Nullable Object value(ServedFeature feature) {
        return feature.getText() == null ? feature.getValue() : feature.getText();
    }

    private Tally tally(String feature) {
        return features.computeIfAbsent(feature, name -> new Tally());
    }

    private static String shown(@Nullable String decision) {
        return decision == null ? "none" : decision;
    }

    /** How many pairs were taken. */
    long pairs() {
        return pairs;
    }

    List<Difference> features() {
        return features.entrySet().stream()
                .map(entry -> entry.getValue().named(entry.getKey()))
                .toList();
    }

    Difference scores() {
        return scores.named("score");
    }

    /** How often one decision became another, by {@code before -> after}. */
    Map<String, Long> decisions() {
        return decisions;
    }
}
