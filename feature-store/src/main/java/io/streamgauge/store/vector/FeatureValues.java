package io.streamgauge.store.vector;

import io.streamgauge.schemas.ValueStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of feature values, each a number, a text or missing, each with the status that says what was known. A value
 * with another status than PRESENT and yet not missing is a declared default. Not thread-safe.
 */
public final class FeatureValues {

    private final double[] values;
    private final boolean[] missing;
    private final ValueStatus[] statuses;
    /** Made for the first text; null at the index of what is none. */
    private @Nullable String @Nullable [] texts;

    /** {@code size} values, all missing and NOT_FOUND. */
    public FeatureValues(int size) {
        values = new double[size];
        missing = new boolean[size];
        statuses = new ValueStatus[size];
        Arrays.fill(missing, true);
        Arrays.fill(statuses, ValueStatus.NOT_FOUND);
    }

    public int size() {
        return values.length;
    }

    /** The number; NaN for a text, undefined when {@link #isMissing}. */
    public double valueAt(int index) {
        return values[index];
    }

    /** The text; null for a number and when {@link #isMissing}. */
    public @Nullable String textAt(int index) {
        return texts == null ? null : texts[index];
    }

    public boolean isMissing(int index) {
        return missing[index];
    }

    public ValueStatus statusAt(int index) {
        return statuses[index];
    }

    /** Sets a value that is there. */
    public void set(int index, double value) {
        set(index, value, ValueStatus.PRESENT);
    }

    /** Sets a value with its status: a declared default keeps the status of what it stands for. */
    public void set(int index, double value, ValueStatus status) {
        put(index, value, null);
        missing[index] = false;
        statuses[index] = status;
    }

    /** Sets a text that is there. */
    public void set(int index, String text) {
        set(index, text, ValueStatus.PRESENT);
    }

    /** Sets a text with its status: a declared default keeps the status of what it stands for. */
    public void set(int index, String text, ValueStatus status) {
        if (texts == null) {
            texts = new @Nullable String[values.length];
        }
        put(index, Double.NaN, text);
        missing[index] = false;
        statuses[index] = status;
    }

    public void setMissing(int index, ValueStatus status) {
        put(index, 0, null);
        missing[index] = true;
        statuses[index] = status;
    }

    /** Sets a value to that of another vector, with its status. */
    public void copy(FeatureValues from, int fromIndex, int index) {
        put(index, from.values[fromIndex], null);
        missing[index] = from.missing[fromIndex];
        statuses[index] = from.statuses[fromIndex];
        String text = from.textAt(fromIndex);
        if (text != null) {
            set(index, text, statuses[index]);
        }
    }

    private void put(int index, double value, @Nullable String text) {
        values[index] = value;
        if (texts != null) {
            texts[index] = text;
        }
    }
}
