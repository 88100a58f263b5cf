package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.WatchedColumn;
import java.util.List;

/**
 * What to do about a drifted window, by rules that are looked at in this order; docs/retraining.md shows them to users.
 *
 * <ol>
 *   <li>Nothing drifted but how many predictions there are, or how long they took: fix the source. No training changes that, and no event is raised.
 *   <li>The input furthest beyond its threshold, or half of those that drifted, has a {@linkplain SourceFault fault}: fix the source.
 *       A model trained on such rows would learn the fault.
 *   <li>The score, or another output, was watched and none drifted: ignore. The inputs moved where the model does not care.
 *   <li>Else: retrain.
 * </ol>
 *
 * <p>It is of low urgency to ignore, and of high urgency to do anything else when an output is at least
 * {@value #FAR} times as far as its threshold.
 *
 * @param action what is suggested
 * @param urgency how soon
 * @param reason why, one sentence for a person
 */
public record Advice(Action action, Urgency urgency, String reason) {

    /** What is suggested. */
    public enum Action {
        RETRAIN,
        RECALIBRATE,
        FIX_DATA_SOURCE,
        IGNORE
    }

    /** How soon. */
    public enum Urgency {
        LOW,
        NORMAL,
        HIGH
    }

    /** How many times its threshold the score moves before it is urgent. */
    static final double FAR = 2;

    /** Where nothing drifted. */
    public static final Advice NONE = new Advice(Action.IGNORE, Urgency.LOW, "Nothing drifted.");

    /**
     * What to do.
     *
     * @param drifted the furthest statistic of each feature that drifted, furthest first
     * @param window all verdicts of the window
     * @param columns what is watched
     * @param faults of those features
     */
    static Advice of(
            List<FeatureVerdict> drifted, WindowVerdict window, List<WatchedColumn> columns, List<SourceFault> faults) {
        List<FeatureVerdict> inputs = of(Role.INPUT, drifted, columns);
        List<FeatureVerdict> outputs = of(Role.OUTPUT, drifted, columns);
        Urgency urgency = outputs.stream().anyMatch(output -> output.excess() >= FAR) ? Urgency.HIGH : Urgency.NORMAL;
        if (inputs.isEmpty() && outputs.isEmpty() && !drifted.isEmpty()) {
            return new Advice(
                    Action.FIX_DATA_SOURCE,
                    urgency,
                    "Only " + drifted.get(0).feature() + " changed, and nothing that the model is given or says.");
        }
        if (!faults.isEmpty()
                && (2 * faults.size() >= inputs.size()
                        || faults.get(0).feature().equals(inputs.get(0).feature()))) {
            SourceFault first = faults.get(0);
            return new Advice(
                    Action.FIX_DATA_SOURCE, urgency, first.feature() + " " + first.what() + more(faults.size()) + ".");
        }
        List<FeatureVerdict> watched = of(Role.OUTPUT, window.features(), columns);
        if (!watched.isEmpty() && outputs.isEmpty()) {
            String output = watched.get(0).feature();
            return new Advice(
                    Action.IGNORE,
                    Urgency.LOW,
                    "Inputs drifted, the " + output + " did not: watch whether it follows.");
        }
        return new Advice(
                Action.RETRAIN,
                urgency,
                watched.isEmpty()
                        ? "Inputs drifted, none looks broken, and the score is not watched."
                        : "The " + outputs.get(0).feature() + " drifted, and no input looks broken.");
    }

    private static List<FeatureVerdict> of(Role role, List<FeatureVerdict> verdicts, List<WatchedColumn> columns) {
        return verdicts.stream()
                .filter(verdict -> Role.of(verdict.feature(), columns) == role)
                .toList();
    }

    private static String more(int faults) {
        return faults == 1 ? "" : "; " + (faults - 1) + " more look broken";
    }
}
