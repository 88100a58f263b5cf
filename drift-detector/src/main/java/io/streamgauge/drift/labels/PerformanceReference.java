package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.performance.Confusion;
import io.streamgauge.drift.performance.ExpectedPerformance;
import io.streamgauge.drift.performance.RocAuc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the model did in the reference: what later windows are compared with, and what lets theirs be expected. */
public final class PerformanceReference {

    private final Kind kind;
    private final long startMs;
    private final long endMs;
    private final Outcomes outcomes;
    private final List<Figure> figures;
    private final Optional<ExpectedPerformance> expectation;

    /** Of outcomes in {@code [startMs, endMs)}; at least one. */
    public PerformanceReference(Kind kind, long startMs, long endMs, Outcomes outcomes) {
        this.kind = kind;
        this.startMs = startMs;
        this.endMs = endMs;
        this.outcomes = outcomes;
        this.figures = Figures.of(kind, outcomes);
        this.expectation = kind == Kind.BINARY
                ? Optional.of(new ExpectedPerformance(outcomes.scores(), outcomes.outcomes()))
                : Optional.empty();
    }

    public long startMs() {
        return startMs;
    }

    public long endMs() {
        return endMs;
    }

    public Outcomes outcomes() {
        return outcomes;
    }

    Kind kind() {
        return kind;
    }

    List<Figure> figures() {
        return figures;
    }

    Optional<Figure> figure(Statistic statistic) {
        return figures.stream()
                .filter(figure -> figure.statistic() == statistic)
                .findFirst();
    }

    /** Figures to be expected of predictions whose outcomes are not known, by name. */
    Map<String, Double> expected(Outcomes scored) {
        Map<String, Double> expected = new TreeMap<>();
        expectation.ifPresent(learnt -> {
            double[] chances = learnt.chances(scored.scores());
            expected.put(Statistic.ROC_AUC.text(), RocAuc.of(scored.scores(), chances));
            Figures.decisions(Confusion.of(scored.decided(), chances, 0.5))
                    .forEach(figure -> expected.put(figure.statistic().text(), figure.value()));
        });
        expected.values().removeIf(value -> Double.isNaN(value));
        return expected;
    }
}
