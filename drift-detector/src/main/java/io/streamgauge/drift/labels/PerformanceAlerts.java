package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.policy.Advice;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.AlertPolicy;
import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.Contributor;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.Findings;
import io.streamgauge.drift.policy.Histograms;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What follows from the figures of a window: the policy that features have, with alerts of its own. */
final class PerformanceAlerts {

    /** Figures of scores as chances, beside those of their order. */
    private static final Set<String> CHANCES = Set.of(Statistic.LOG_LOSS.text(), Statistic.BRIER.text());

    private final String pipeline;
    private final DriftDefinition drift;
    private final PerformanceDefinition definition;

    PerformanceAlerts(String pipeline, DriftDefinition drift, PerformanceDefinition definition) {
        this.pipeline = pipeline;
        this.drift = drift;
        this.definition = definition;
    }

    /** Decides on a window's figures, and on what detectors told. The name that the policy is given only makes its ids. */
    AlertPolicy.Decision decide(
            Subject subject,
            AlertState alerts,
            PerformanceReference reference,
            OutcomeWindow window,
            List<PerformanceMetric> judged,
            List<PerformanceMetric> told) {
        AlertPolicy policy = new AlertPolicy(pipeline + "/" + PerformanceWatch.FEATURE, subject.model(), drift);
        List<FeatureVerdict> verdicts = Stream.concat(
                        judged.stream().filter(metric -> definition.watch().contains(metric.statistic())),
                        told.stream())
                .map(metric -> verdict(PerformanceWatch.FEATURE, metric))
                .toList();
        WindowVerdict verdict = verdict(window, verdicts);
        return policy.decide(alerts, verdict, findings(reference, verdict, judged));
    }

    /** Decides on the gaps between groups: alerts of their own, so that a gap that has always been there hides no fall of performance. */
    AlertPolicy.Decision decideOnGaps(
            Subject subject,
            AlertState alerts,
            PerformanceReference reference,
            OutcomeWindow window,
            List<PerformanceMetric> figures) {
        AlertPolicy policy = new AlertPolicy(pipeline + "/fairness", subject.model(), drift);
        List<FeatureVerdict> gaps = new ArrayList<>();
        for (PerformanceMetric metric : figures) {
            String input = metric.group();
            if (input != null && FairnessJudge.GAPS.contains(metric.statistic())) {
                gaps.add(verdict(input, metric));
            }
        }
        WindowVerdict verdict = verdict(window, gaps);
        return policy.decide(alerts, verdict, findings(reference, verdict));
    }

    /** Resolves what is open of a model, about performance and about gaps, since it is over. */
    List<AlertChange> release(Subject subject, SubjectState known, long windowStartMs, String why) {
        AlertPolicy policy = new AlertPolicy(pipeline, subject.model(), drift);
        WindowVerdict window = new WindowVerdict(
                windowStartMs, windowStartMs + drift.window().toMillis(), List.of(), new OffsetRanges());
        List<AlertChange> changes = new ArrayList<>(policy.release(known.alerts(), window, why));
        changes.addAll(policy.release(known.fairnessAlerts(), window, why));
        if (known.alerts().open() != null) {
            known.setAlerts(known.alerts().anew());
        }
        if (known.fairnessAlerts().open() != null) {
            known.setFairnessAlerts(known.fairnessAlerts().anew());
        }
        return changes;
    }

    private WindowVerdict verdict(OutcomeWindow window, List<FeatureVerdict> verdicts) {
        return new WindowVerdict(
                window.startMs(), window.startMs() + drift.window().toMillis(), verdicts, window.offsets());
    }

    private static Findings findings(PerformanceReference reference, WindowVerdict gaps) {
        if (!gaps.drifted()) {
            return Findings.NONE;
        }
        List<String> inputs =
                gaps.evidence().stream().map(FeatureVerdict::feature).distinct().toList();
        boolean calibrationOnly =
                gaps.evidence().stream().allMatch(gap -> gap.statistic().equals(FairnessJudge.CALIBRATION));
        Advice advice = calibrationOnly
                ? new Advice(
                        Advice.Action.RECALIBRATE,
                        Advice.Urgency.NORMAL,
                        "Scores say too much of some groups and too little of others.")
                : new Advice(
                        Advice.Action.RETRAIN,
                        Advice.Urgency.NORMAL,
                        "Groups are treated further apart than is allowed: look into it before a model is trained on such data.");
        return new Findings(
                reference.startMs(),
                reference.endMs(),
                List.of(new Contributor(gaps.evidence().get(0), Histograms.NONE)),
                List.of(inputs),
                advice);
    }

    /** What drifted is performance alone; there are no histograms of it. */
    private Findings findings(PerformanceReference reference, WindowVerdict verdict, List<PerformanceMetric> judged) {
        if (!verdict.drifted()) {
            return Findings.NONE;
        }
        List<Contributor> contributors = verdict.evidence().stream()
                .limit(1)
                .map(strongest -> new Contributor(strongest, Histograms.NONE))
                .toList();
        return new Findings(
                reference.startMs(),
                reference.endMs(),
                contributors,
                List.of(List.of(PerformanceWatch.FEATURE)),
                advice(verdict.evidence(), judged));
    }

    /** Scores whose order is as good as before are worth something else than before: to calibrate them again is enough. */
    private Advice advice(List<FeatureVerdict> drifted, List<PerformanceMetric> judged) {
        boolean toldOnly = drifted.stream()
                .noneMatch(verdict ->
                        judged.stream().anyMatch(metric -> metric.statistic().equals(verdict.statistic())));
        if (toldOnly && !judged.isEmpty() && judged.stream().noneMatch(PerformanceAlerts::isWorse)) {
            return new Advice(
                    Advice.Action.IGNORE,
                    Advice.Urgency.LOW,
                    "A detector told that the errors have changed, but no figure is worse than in the reference.");
        }
        boolean chancesOnly = drifted.stream().allMatch(verdict -> CHANCES.contains(verdict.statistic()));
        boolean orderHolds = judged.stream().anyMatch(this::isOrderAsGood);
        return chancesOnly && orderHolds
                ? new Advice(
                        Advice.Action.RECALIBRATE,
                        Advice.Urgency.NORMAL,
                        "Scores are further from what came true than before, but order events as well.")
                : new Advice(
                        Advice.Action.RETRAIN, Advice.Urgency.HIGH, "The model does worse on events that are known.");
    }

    private static boolean isWorse(PerformanceMetric metric) {
        Double before = metric.reference();
        return before != null
                && (Statistic.fallsWhenWorse(metric.statistic()) ? metric.value() < before : metric.value() > before);
    }

    private boolean isOrderAsGood(PerformanceMetric metric) {
        Double before = metric.reference();
        return metric.statistic().equals(Statistic.ROC_AUC.text())
                && before != null
                && before - metric.value() < definition.effect();
    }

    private static FeatureVerdict verdict(String feature, PerformanceMetric metric) {
        return new FeatureVerdict(
                feature,
                metric.statistic(),
                metric.value(),
                metric.threshold(),
                metric.pValue(),
                metric.adjustedPValue(),
                metric.drifted(),
                metric.referenceCount(),
                metric.labelled(),
                metric.unlabelled(),
                Statistic.fallsWhenWorse(metric.statistic()));
    }
}
