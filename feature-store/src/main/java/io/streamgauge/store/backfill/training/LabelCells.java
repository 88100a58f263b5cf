package io.streamgauge.store.backfill.training;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one row of labels as bytes. */
final class LabelCells {

    private LabelCells() {}

    static byte[] encode(List<@Nullable String> cells) {
        ByteWriter out = new ByteWriter();
        for (String cell : cells) {
            out.put(cell == null ? 0 : 1);
            if (cell != null) {
                out.putText(cell);
            }
        }
        return out.toBytes();
    }

    static @Nullable String[] decode(byte[] bytes, int count) {
        ByteReader in = new ByteReader(bytes);
        @Nullable String[] cells = new @Nullable String[count];
        for (int i = 0; i < count; i++) {
            cells[i] = in.next() == 1 ? in.nextText() : null;
        }
        in.end();
        return cells;
    }
}
