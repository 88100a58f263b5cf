package io.streamgauge.benchmarks.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * Test, then train: each row is first scored by the model as it is, then a strategy is told how that went, then the model learns it.
 *
 * @param correct rows whose class was told rightly
 * @param rows all rows
 * @param alarms rows after which somebody was told
 * @param replacements times that the model was replaced
 */
record Prequential(long correct, long rows, List<Integer> alarms, int replacements) {

    double accuracyPercent() {
        return 100.0 * correct / rows;
    }

    static Prequential run(LabelledStream stream, Strategy strategy) {
        NaiveBayes model = fresh(stream);
        NaiveBayes next = fresh(stream);
        boolean warned = false;
        long correct = 0;
        int replacements = 0;
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < stream.size(); i++) {
            double[] row = stream.row(i);
            int outcome = stream.outcome(i);
            double chance = model.chance(row);
            correct += 1 - Strategy.error(chance, outcome);
            Strategy.Decision decision = strategy.after(i, row, chance, outcome);
            if (decision.alarm()) {
                alarms.add(i);
            }
            switch (decision.action()) {
                case KEEP -> warned = false;
                case WARN -> {
                    next = warned ? next : fresh(stream);
                    warned = true;
                    next.learn(row, outcome);
                }
                case REPLACE -> {
                    Integer from = decision.retrainFrom();
                    model = from == null ? next : trained(stream, from, i);
                    next = fresh(stream);
                    replacements++;
                }
            }
            model.learn(row, outcome);
        }
        return new Prequential(correct, stream.size(), alarms, replacements);
    }

    /** The class of the row before. */
    static Prequential noChange(LabelledStream stream) {
        long correct = 0;
        for (int i = 1; i < stream.size(); i++) {
            correct += stream.outcome(i) == stream.outcome(i - 1) ? 1 : 0;
        }
        return new Prequential(correct, stream.size(), List.of(), 0);
    }

    private static NaiveBayes fresh(LabelledStream stream) {
        return new NaiveBayes(stream.names().size());
    }

    /** Without the last row, which every model in use learns. */
    private static NaiveBayes trained(LabelledStream stream, int from, int to) {
        NaiveBayes trained = fresh(stream);
        for (int i = from; i < to; i++) {
            trained.learn(stream.row(i), stream.outcome(i));
        }
        return trained;
    }
}
