package io.streamgauge.store.backfill;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** View features of many events: 9 bytes per feature and event, or a reference for a text. Rows may be written by different threads. */
final class FeatureColumns {

    private static final List<ValueStatus> STATUSES = List.of(ValueStatus.values());
    private static final int MISSING = 0x80;

    private final double[][] values;
    private final @Nullable String[][] texts;
    private final byte[][] states;

    /** @param types of the features: texts are STRING */
    FeatureColumns(List<FieldType> types, int rows) {
        values = new double[types.size()][];
        texts = new @Nullable String[types.size()][];
        states = new byte[types.size()][rows];
        for (int i = 0; i < values.length; i++) {
            boolean text = types.get(i) == FieldType.STRING;
            texts[i] = new @Nullable String[text ? rows : 0];
            values[i] = new double[text ? 0 : rows];
        }
    }

    int size() {
        return values.length;
    }

    /** Keeps {@code from[0, count)} as the features from {@code first} on of a row. */
    void set(int row, int first, int count, FeatureValues from) {
        for (int i = 0; i < count; i++) {
            if (values[first + i].length > 0) {
                values[first + i][row] = from.valueAt(i);
            } else {
                texts[first + i][row] = from.textAt(i);
            }
            states[first + i][row] = (byte) (STATUSES.indexOf(from.statusAt(i)) | (from.isMissing(i) ? MISSING : 0));
        }
    }

    void get(int row, FeatureValues into) {
        for (int i = 0; i < values.length; i++) {
            int state = Byte.toUnsignedInt(states[i][row]);
            ValueStatus status = STATUSES.get(state & ~MISSING);
            String text = texts[i].length > 0 ? texts[i][row] : null;
            if (text != null) {
                into.set(i, text, status);
            } else if ((state & MISSING) == 0) {
                into.set(i, values[i][row], status);
            } else {
                into.setMissing(i, status);
            }
        }
    }
}
