package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.detector.DetectionScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every strategy over one labelled stream, beside those that do not look at it. */
final class StreamPower {

    private static final int[] BLIND = {60, 100, 200, 500, 1000};

    private final LabelledStream stream;
    private final List<PolicySettings> policies;

    /** @param policies how our policy is set; each is run by itself */
    StreamPower(LabelledStream stream, List<PolicySettings> policies) {
        this.stream = stream;
        this.policies = List.copyOf(policies);
    }

    /** What each did, by what the page calls it. */
    Map<String, Prequential> run() {
        Map<String, Prequential> results = new LinkedHashMap<>();
        results.put("no detector", Prequential.run(stream, (i, row, chance, outcome) -> Strategy.Decision.KEEP));
        results.put("the class before (no change)", Prequential.noChange(stream));
        for (int every : BLIND) {
            results.put("blind reset every " + every, Prequential.run(stream, Strategy.blind(every)));
        }
        results.put("always fire", Prequential.run(stream, Strategy.blind(1)));
        for (Contender contender : Contender.ALL) {
            results.put(contender.title(), Prequential.run(stream, Strategy.of(contender.create())));
        }
        for (PolicySettings settings : policies) {
            results.put(
                    "our policy on inputs and score, windows of " + settings.window(),
                    Prequential.run(stream, new InputsPolicy(settings, stream.names())));
            results.put(
                    "our policy on accuracy, windows of " + settings.window(),
                    Prequential.run(stream, new PerformancePolicy(settings)));
        }
        return results;
    }

    /** Accuracy, alarms, models, and where changes are known, which of them were found and how soon. */
    List<String> cells(Prequential result) {
        List<String> cells = new ArrayList<>();
        cells.add(String.format(Locale.ROOT, "%.2f", result.accuracyPercent()));
        cells.add(Integer.toString(result.alarms().size()));
        cells.add(Integer.toString(result.replacements()));
        if (!stream.changes().isEmpty()) {
            DetectionScore score = score(result);
            cells.add(score.detected() + " of " + stream.changes().size());
            cells.add(score.detected() == 0 ? "-" : String.format(Locale.ROOT, "%.0f", score.meanDelay()));
            cells.add(Integer.toString(score.falseAlarms().size() + score.repeated()));
        }
        return cells;
    }

    DetectionScore score(Prequential result) {
        return DetectionScore.of(result.alarms(), stream.changes(), LONGEST_DELAY);
    }

    /** Rows after a change up to which an alarm is its: a fifth of a concept. */
    static final int LONGEST_DELAY = LabelledStream.SEA_CONCEPT / 5;
}
