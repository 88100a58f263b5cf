package io.streamgauge.app.tail;

import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.VectorCorrection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records of Streamgauge's own topics as single lines. */
final class Lines {

    /** How many inputs of a vector fit on a line beside the rest. */
    private static final int INPUTS_SHOWN = 6;

    private Lines() {}

    static String of(Prediction p) {
        List<ServedFeature> features = p.getFeatures();
        String shown = features.stream()
                .limit(INPUTS_SHOWN)
                .map(f -> f.getName() + "=" + value(f))
                .collect(Collectors.joining(" "));
        int more = features.size() - INPUTS_SHOWN;
        Double score = p.getScore();
        return "%s  %-12s  score %-8s %-8s  %s%s"
                .formatted(
                        p.getEventTime(),
                        p.getEventId(),
                        score == null ? "none" : String.format(Locale.ROOT, "%.4f", score),
                        p.getDecision() == null ? "" : p.getDecision(),
                        shown,
                        more > 0 ? " and " + more + " more" : "");
    }

    static String of(VectorCorrection c) {
        Map<String, ServedFeature> now =
                c.getFeatures().stream().collect(Collectors.toMap(ServedFeature::getName, Function.identity()));
        String changed = c.getReplaced().stream()
                .limit(INPUTS_SHOWN)
                .map(was -> was.getName() + " " + value(was) + " -> " + value(now.getOrDefault(was.getName(), was)))
                .collect(Collectors.joining(", "));
        int more = c.getReplaced().size() - INPUTS_SHOWN;
        return "%s  %-12s  correction %d by %s of %s  %s%s"
                .formatted(
                        c.getEventTime(),
                        c.getEventId(),
                        c.getNumber(),
                        c.getCauseEventId(),
                        c.getCauseSource(),
                        changed,
                        more > 0 ? " and " + more + " more" : "");
    }

    private static String value(ServedFeature feature) {
        if (feature.getText() != null) {
            return feature.getText();
        }
        return feature.getValue() == null ? feature.getStatus().name() : number(feature.getValue());
    }

    static String of(DriftAlert a) {
        return "%s  %-9s %-8s  %s  [%s]"
                .formatted(a.getWindowEnd(), a.getStatus(), a.getSeverity(), a.getMessage(), a.getAlertId());
    }

    static String of(RetrainingEvent e) {
        String ranges = e.getRanges().stream()
                .map(r -> r.getTopic() + "/" + r.getPartition() + " " + r.getFirstOffset() + ".." + r.getLastOffset())
                .collect(Collectors.joining(", "));
        return "%s  %s  train on %s to %s (%s)  [%s]"
                .formatted(e.getRaisedAt(), e.getReason(), e.getTrainFrom(), e.getTrainTo(), ranges, e.getEventId());
    }

    static String of(DriftMetric m) {
        String corrected = m.getLateRows() == 0
                ? ""
                : ", revision %d with %d that came late".formatted(m.getRevision(), m.getLateRows());
        return "%s to %s  %-28s %-4s %-10s threshold %-10s %s (n = %d%s)"
                .formatted(
                        m.getWindowStart(),
                        m.getWindowEnd(),
                        m.getFeature(),
                        m.getStatistic(),
                        number(m.getValue()),
                        number(m.getThreshold()),
                        m.getDrifted() ? "DRIFTED" : "steady",
                        m.getWindowCount(),
                        corrected);
    }

    /** Six significant digits, without an exponent where that is short: 57.16, 0.0012, 3. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        String text = String.format(Locale.ROOT, "%.6g", value);
        return text.contains("e") || !text.contains(".") ? text : text.replaceFirst("\\.?0+$", "");
    }
}
