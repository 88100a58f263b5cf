package io.streamgauge.store.vector;

import io.streamgauge.schemas.ValueStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of feature values, each a number, a text or missing, each with the status that says what was known. A value
 * with another status than PRESENT and yet not missing is a declared default. Not thread-safe.
 */
public final class FeatureValues {

    private static final ValueStatus[] STATUSES = ValueStatus.values();
    /** Marks a missing value; what is below it in a code is the status' number. */
    private static final int MISSING = 1 << 4;

    private final double[] values;
    /** A byte each, so that writing one costs the collector nothing. */
    private final byte[] codes;
    /** Made for the first text; null at the index of what is none. */
    private @Nullable String @Nullable [] texts;

    /** {@code size} values, all missing and NOT_FOUND. */
    public FeatureValues(int size) {
        values = new double[size];
        codes = new byte[size];
        Arrays.fill(codes, (byte) (code(ValueStatus.NOT_FOUND) | MISSING));
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
        return (codes[index] & MISSING) != 0;
    }

    public ValueStatus statusAt(int index) {
        return STATUSES[codes[index] & ~MISSING];
    }

    /** Sets a value that is there. */
    public void set(int index, double value) {
        set(index, value, ValueStatus.PRESENT);
    }

    /** Sets a value with its status: a declared default keeps the status of what it stands for. */
    public void set(int index, double value, ValueStatus status) {
        put(index, value, null);
        codes[index] = code(status);
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
        codes[index] = code(status);
    }

    public void setMissing(int index, ValueStatus status) {
        put(index, 0, null);
        codes[index] = (byte) (code(status) | MISSING);
    }

    /** Sets a value to that of another vector, with its status. */
    public void copy(FeatureValues from, int fromIndex, int index) {
        put(index, from.values[fromIndex], null);
        String text = from.textAt(fromIndex);
        if (text != null) {
            set(index, text, from.statusAt(fromIndex));
        }
        codes[index] = from.codes[fromIndex];
    }

    /** The status' number; it leaves this object as a status only. */
    @SuppressWarnings("EnumOrdinal")
    private static byte code(ValueStatus status) {
        return (byte) status.ordinal();
    }

    private void put(int index, double value, @Nullable String text) {
        values[index] = value;
        if (texts != null) {
            texts[index] = text;
        }
    }
}
