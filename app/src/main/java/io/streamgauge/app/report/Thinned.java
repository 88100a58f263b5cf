package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** As many verdicts as a timeline has room for: of neighbours the one furthest beyond its threshold, and a drifted one before all. */
final class Thinned {

    static final int MOST = 400;

    private static final Comparator<Verdict> MOST_TELLING = Comparator.comparing(Verdict::drifted)
            .thenComparing(FeatureSeries::excess, Comparator.nullsFirst(Comparator.<Double>naturalOrder()));

    private Thinned() {}

    static List<Verdict> of(List<Verdict> verdicts) {
        if (verdicts.size() <= MOST) {
            return verdicts;
        }
        int neighbours = (verdicts.size() + MOST - 1) / MOST;
        List<Verdict> thinned = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i += neighbours) {
            List<Verdict> part = verdicts.subList(i, Math.min(verdicts.size(), i + neighbours));
            part.stream()
                    .max(MOST_TELLING)
                    .ifPresent(told -> thinned.add(new Verdict(
                            part.get(0).start(),
                            part.get(part.size() - 1).end(),
                            told.value(),
                            told.threshold(),
                            told.pValue(),
                            told.adjustedPValue(),
                            told.drifted(),
                            told.referenceCount(),
                            told.windowCount(),
                            told.windowMissing(),
                            told.missingPartitions(),
                            told.missingShare(),
                            told.counts(),
                            told.revision(),
                            told.lateRows())));
        }
        return thinned;
    }
}
