package io.streamgauge.store.backfill;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;

/** View features of many events: 9 bytes per feature and event. Rows may be written by different threads. */
final class FeatureColumns {

    private static final List<ValueStatus> STATUSES = List.of(ValueStatus.values());
    private static final int MISSING = 0x80;

    private final double[][] values;
    private final byte[][] states;

    FeatureColumns(int features, int rows) {
        values = new double[features][rows];
        states = new byte[features][rows];
    }

    int size() {
        return values.length;
    }

    /** Keeps {@code from[0, count)} as the features from {@code first} on of a row. */
    void set(int row, int first, int count, FeatureValues from) {
        for (int i = 0; i < count; i++) {
            values[first + i][row] = from.valueAt(i);
            states[first + i][row] = (byte) (STATUSES.indexOf(from.statusAt(i)) | (from.isMissing(i) ? MISSING : 0));
        }
    }

    void get(int row, FeatureValues into) {
        for (int i = 0; i < values.length; i++) {
            int state = Byte.toUnsignedInt(states[i][row]);
            ValueStatus status = STATUSES.get(state & ~MISSING);
            if ((state & MISSING) == 0) {
                into.set(i, values[i][row], status);
            } else {
                into.setMissing(i, status);
            }
        }
    }
}
