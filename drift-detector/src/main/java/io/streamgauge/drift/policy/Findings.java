package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a closer look at a drifted window tells, beyond its verdicts.
 *
 * @param referenceFromMs first event time of the reference, inclusive; it and the end are 0 where they are not known
 * @param referenceToMs end of its event time, exclusive
 * @param contributors the features furthest beyond their thresholds, at most {@value #CONTRIBUTORS}
 * @param groups what drifted, in groups of features that move together
 * @param advice what to do about it
 * @param ofModel whether anything drifted that the model is given or says; how many predictions there are, and how long they took, raises no
 *     retraining event
 */
public record Findings(
        long referenceFromMs,
        long referenceToMs,
        List<Contributor> contributors,
        List<List<String>> groups,
        Advice advice,
        boolean ofModel) {

    /** Contributors named. */
    static final int CONTRIBUTORS = 5;

    /** Where nothing drifted. */
    public static final Findings NONE = new Findings(0, 0, List.of(), List.of(), Advice.NONE);

    /** Of what the model is given or says. */
    public Findings(
            long referenceFromMs,
            long referenceToMs,
            List<Contributor> contributors,
            List<List<String>> groups,
            Advice advice) {
        this(referenceFromMs, referenceToMs, contributors, groups, advice, true);
    }

    public Findings {
        contributors = List.copyOf(contributors);
        groups = List.copyOf(groups);
    }

    /** Looks at a window of some columns. */
    static Findings of(List<WatchedColumn> watched, Reference reference, WindowSummary window, WindowVerdict verdict) {
        if (!verdict.drifted()) {
            return NONE;
        }
        List<String> features = watched.stream().map(WatchedColumn::name).toList();
        List<FeatureVerdict> drifted = furthest(verdict);
        List<Column> columns = window.columns();
        List<Contributor> contributors = drifted.stream()
                .limit(CONTRIBUTORS)
                .map(strongest -> {
                    int column = features.indexOf(strongest.feature());
                    return new Contributor(
                            strongest,
                            column < 0
                                    ? Histograms.NONE
                                    : Histograms.of(reference.features().get(column), columns.get(column)));
                })
                .toList();
        return new Findings(
                reference.startMs(),
                reference.endMs(),
                contributors,
                FeatureGroups.of(
                        drifted.stream().map(FeatureVerdict::feature).toList(),
                        features,
                        window.sample().rows()),
                Advice.of(drifted, verdict, watched, SourceFault.among(drifted, watched, reference, window)),
                drifted.stream().anyMatch(found -> Role.of(found.feature(), watched) != Role.TRAFFIC));
    }

    /** Of each feature that drifted, the statistic furthest beyond its threshold; the furthest of all first. */
    private static List<FeatureVerdict> furthest(WindowVerdict verdict) {
        Comparator<FeatureVerdict> furthestFirst = Comparator.comparingDouble(FeatureVerdict::excess)
                .reversed()
                .thenComparing(FeatureVerdict::feature)
                .thenComparing(FeatureVerdict::statistic);
        Map<String, FeatureVerdict> byFeature = new LinkedHashMap<>();
        verdict.evidence().stream()
                .sorted(furthestFirst)
                .forEach(found -> byFeature.putIfAbsent(found.feature(), found));
        return List.copyOf(byFeature.values());
    }
}
