package io.streamgauge.store.vector;

import io.streamgauge.schemas.ValueStatus;
import java.util.Arrays;

/**
 * A fixed number of feature values, each a number or missing, each with the status that says what was known. A value
 * with another status than PRESENT and yet not missing is a declared default. Not thread-safe.
 */
public final class FeatureValues {

    private final double[] values;
    private final boolean[] missing;
    private final ValueStatus[] statuses;

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

    /** The value; undefined when {@link #isMissing}. */
    public double valueAt(int index) {
        return values[index];
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
        values[index] = value;
        missing[index] = false;
        statuses[index] = status;
    }

    public void setMissing(int index, ValueStatus status) {
        values[index] = 0;
        missing[index] = true;
        statuses[index] = status;
    }
}
