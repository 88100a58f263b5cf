package io.streamgauge.app.cli;

import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What sets and intervals were learnt from labels, in lines. */
final class LearntLines {

    private LearntLines() {}

    static List<String> of(List<RolloutStatus.Learnt> learnt) {
        List<String> lines = new ArrayList<>();
        for (RolloutStatus.Learnt one : learnt) {
            boolean sets = one.gives().equals(Gives.SET.text());
            String each = one.perClass() ? " of each class" : "";
            lines.add("model " + one.model() + " " + one.version() + ": " + (sets ? "sets" : "intervals") + " for "
                    + Coverage.of(one.coverage()) + " of the outcomes" + each + ", learnt in revision " + one.revision()
                    + (one.asOf() == null ? "" : " from labels up to " + one.asOf()));
            one.thresholds().forEach(threshold -> lines.add("  " + line(threshold, sets)));
            one.realised().forEach(realised -> lines.add("  " + line(realised)));
        }
        return lines;
    }

    private static String line(RolloutStatus.Threshold threshold, boolean sets) {
        String labels = String.format(Locale.ROOT, " (%,d labels)", threshold.labels());
        if (!sets) {
            return threshold.value() == null
                    ? "no bounds: too few labels" + labels
                    : "score ± " + threshold.value() + labels;
        }
        String of = threshold.of().isEmpty() ? "classes" : "class " + threshold.of();
        return threshold.value() == null
                ? of + " in every set: too few labels, or none that the model knows" + labels
                : of + " of at least " + (1 - threshold.value()) + labels;
    }

    private static String line(RolloutStatus.Realised realised) {
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d held the outcome before, %.1f%%",
                realised.variant(),
                realised.held(),
                realised.labels(),
                100 * realised.share());
    }
}
