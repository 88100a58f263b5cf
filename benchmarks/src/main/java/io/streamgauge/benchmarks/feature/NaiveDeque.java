package io.streamgauge.benchmarks.feature;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The engine that one writes first: a deque of event objects, the oldest dropped when no window holds them any more, every
 * feature computed anew by a loop over the events of its window {@code (t - w, t]}. Exact.
 */
final class NaiveDeque implements FeatureEngine {

    private final FeatureSet set;
    private final boolean twoColumns;
    private final double[] features;
    private final ArrayDeque<Occurrence> events = new ArrayDeque<>();

    NaiveDeque(FeatureSet set) {
        this.set = set;
        this.twoColumns = set.columns() == 2;
        this.features = new double[set.size()];
    }

    @Override
    public void update(long timeMs, double amount, double second) {
        events.addLast(twoColumns ? new PairOccurrence(timeMs, amount, second) : new Occurrence(timeMs, amount));
        while (events.getFirst().timeMs <= timeMs - set.longestMs()) {
            events.removeFirst();
        }
    }

    @Override
    public void updateAndRead(long timeMs, double amount, double second) {
        update(timeMs, amount, second);
        for (int i = 0; i < features.length; i++) {
            features[i] = compute(set.measureOf(i), timeMs - set.windowMsOf(i));
        }
    }

    @Override
    public double feature(int index) {
        return features[index];
    }

    @Override
    public Object state() {
        return events;
    }

    private double compute(Measure measure, long afterMs) {
        int column = measure.column();
        return switch (measure.kind()) {
            case COUNT -> count(afterMs);
            case SUM -> sum(column, afterMs);
            case MEAN -> sum(column, afterMs) / count(afterMs);
            case MIN -> min(column, afterMs);
            case MAX -> max(column, afterMs);
            case STDDEV -> deviation(column, afterMs);
            case LAST -> events.getLast().value(column);
        };
    }

    private int count(long afterMs) {
        int count = 0;
        Iterator<Occurrence> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext() && newestFirst.next().timeMs > afterMs) {
            count++;
        }
        return count;
    }

    private double sum(int column, long afterMs) {
        double sum = 0;
        Iterator<Occurrence> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            Occurrence event = newestFirst.next();
            if (event.timeMs <= afterMs) {
                break;
            }
            sum += event.value(column);
        }
        return sum;
    }

    private double min(int column, long afterMs) {
        double least = Double.POSITIVE_INFINITY;
        Iterator<Occurrence> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            Occurrence event = newestFirst.next();
            if (event.timeMs <= afterMs) {
                break;
            }
            least = Math.min(least, event.value(column));
        }
        return least;
    }

    private double max(int column, long afterMs) {
        double greatest = Double.NEGATIVE_INFINITY;
        Iterator<Occurrence> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            Occurrence event = newestFirst.next();
            if (event.timeMs <= afterMs) {
                break;
            }
            greatest = Math.max(greatest, event.value(column));
        }
        return greatest;
    }

    /** Sample standard deviation by Welford's recurrence, one pass; NaN of one event. */
    private double deviation(int column, long afterMs) {
        int count = 0;
        double mean = 0;
        double squares = 0;
        Iterator<Occurrence> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            Occurrence event = newestFirst.next();
            if (event.timeMs <= afterMs) {
                break;
            }
            count++;
            double delta = event.value(column) - mean;
            mean += delta / count;
            squares += delta * (event.value(column) - mean);
        }
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }

    /** An event as an object: no larger than its features ask for, so that its bytes are a fair measure. */
    private static class Occurrence {

        final long timeMs;
        private final double amount;

        Occurrence(long timeMs, double amount) {
            this.timeMs = timeMs;
            this.amount = amount;
        }

        double value(int column) {
            return amount;
        }
    }

    private static final class PairOccurrence extends Occurrence {

        private final double second;

        PairOccurrence(long timeMs, double amount, double second) {
            super(timeMs, amount);
            this.second = second;
        }

        @Override
        double value(int column) {
            return column == Measure.AMOUNT ? super.value(column) : second;
        }
    }
}
