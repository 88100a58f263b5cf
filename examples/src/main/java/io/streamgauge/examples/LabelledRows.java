package io.streamgauge.examples;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Arrays;

/**
 * Feature vectors with their outcomes, in event-time order: what a model is trained and judged on. Values are floats, as
 * the model will see them; a missing one is NaN.
 */
final class LabelledRows {

    private final int columns;
    private float[] values;
    private float[] labels;
    private long[] timesMs;
    private int size;

    LabelledRows(int columns) {
        this(columns, new float[1_024 * columns], new float[1_024], new long[1_024], 0);
    }

    private LabelledRows(int columns, float[] values, float[] labels, long[] timesMs, int size) {
        this.columns = columns;
        this.values = values;
        this.labels = labels;
        this.timesMs = timesMs;
        this.size = size;
    }

    /** Adds a row; {@code label} is 0 or 1. */
    void add(long timeMs, FeatureValues vector, float label) {
        if (size == labels.length) {
            values = Arrays.copyOf(values, 2 * values.length);
            labels = Arrays.copyOf(labels, 2 * size);
            timesMs = Arrays.copyOf(timesMs, 2 * size);
        }
        for (int i = 0; i < columns; i++) {
            values[size * columns + i] = vector.isMissing(i) ? Float.NaN : (float) vector.valueAt(i);
        }
        labels[size] = label;
        timesMs[size] = timeMs;
        size++;
    }

    int size() {
        return size;
    }

    int columns() {
        return columns;
    }

    /** The rows one after another. */
    float[] values() {
        return Arrays.copyOf(values, size * columns);
    }

    float[] labels() {
        return Arrays.copyOf(labels, size);
    }

    /** Copies a row; NaN becomes missing. */
    void read(int row, FeatureValues into) {
        for (int i = 0; i < columns; i++) {
            float value = values[row * columns + i];
            if (Float.isNaN(value)) {
                into.setMissing(i, ValueStatus.NULL_VALUE);
            } else {
                into.set(i, value);
            }
        }
    }

    long timeMs(int row) {
        return timesMs[row];
    }

    /** Share of rows whose outcome is 1; NaN when there are none. */
    double positiveShare() {
        double positives = 0;
        for (int row = 0; row < size; row++) {
            positives += labels[row];
        }
        return positives / size;
    }

    /** The rows with {@code fromMs <= time < untilMs}. */
    LabelledRows between(long fromMs, long untilMs) {
        int from = firstAtOrAfter(fromMs);
        int until = firstAtOrAfter(untilMs);
        return new LabelledRows(
                columns,
                Arrays.copyOfRange(values, from * columns, until * columns),
                Arrays.copyOfRange(labels, from, until),
                Arrays.copyOfRange(timesMs, from, until),
                until - from);
    }

    private int firstAtOrAfter(long timeMs) {
        int row = 0;
        while (row < size && timesMs[row] < timeMs) {
            row++;
        }
        return row;
    }
}
