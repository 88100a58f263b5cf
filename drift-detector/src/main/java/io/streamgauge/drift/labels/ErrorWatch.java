package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.DetectorDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectorSettings;
import io.streamgauge.drift.detector.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the errors of a model to change detectors, in the way of their papers: one by one, 1 where the model was wrong and 0 where it was
 * right; of numbers how far it was off.
 *
 * <p>A window's errors are shown when its outcomes have been waited for, once, those of the reference too; windows in order of time, and in
 * a window in the order in which the outcomes count, so that it does not matter in which order partitions were read. Later corrections are
 * not shown. Of a window that is sampled the rows held are shown.
 */
final class ErrorWatch {

    private record Judged(Outcome outcome, double error) {}

    private final List<DetectorDefinition> definitions;
    private final Kind kind;

    ErrorWatch(PerformanceDefinition definition) {
        this.definitions = definition.detectors();
        this.kind = definition.kind();
    }

    /** The changes that each detector tells of a window's errors, by its name. */
    Map<String, Long> show(SubjectState known, OutcomeWindow window, long momentMs) {
        Map<String, Long> told = new LinkedHashMap<>();
        if (definitions.isEmpty()) {
            return told;
        }
        List<Judged> errors = errors(window, momentMs);
        List<ChangeDetector> running = new ArrayList<>();
        for (DetectorDefinition definition : definitions) {
            ChangeDetector detector = running(known, definition.detectorSettings());
            long changes = errors.stream()
                    .filter(judged -> definition.kind().input().holds(judged.error()))
                    .filter(judged -> detector.add(judged.error()) == Signal.DRIFT)
                    .count();
            told.put(definition.statistic(), changes);
            running.add(detector);
        }
        known.setDetectors(running);
        return told;
    }

    /** The detector of these settings as it was left; a new one where there is none. */
    private static ChangeDetector running(SubjectState known, DetectorSettings settings) {
        return known.detectors().stream()
                .filter(detector -> detector.settings().equals(settings))
                .findFirst()
                .orElseGet(settings::create);
    }

    private List<Judged> errors(OutcomeWindow window, long momentMs) {
        List<Judged> errors = new ArrayList<>();
        for (JudgedRow row : window.rows()) {
            Outcome outcome = row.before(momentMs);
            if (outcome != null && !Double.isNaN(row.score())) {
                errors.add(new Judged(outcome, error(row, outcome.value())));
            }
        }
        errors.sort(Comparator.comparing(Judged::outcome));
        return errors;
    }

    private double error(JudgedRow row, double came) {
        if (kind == Kind.REGRESSION) {
            return Math.abs(row.score() - came);
        }
        return row.decided() == came ? 0 : 1;
    }
}
