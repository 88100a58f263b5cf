package io.streamgauge.store.backfill;

import io.streamgauge.store.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** A column of texts as UTF-8 end to end: 4 bytes and a bit each, and their own. At most 2 GiB. */
final class TextColumn implements Column {

    private final int field;
    private final BitSet nulls = new BitSet();
    private byte[] utf8 = new byte[8192];
    private int[] ends = new int[1024];
    private int size;

    TextColumn(int field) {
        this.field = field;
    }

    @Override
    public void add(Event event) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, Capacity.after(size));
        }
        int end = start(size);
        String text = event.textAt(field);
        if (text == null) {
            nulls.set(size);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int needed = Math.addExact(end, bytes.length);
            if (needed > utf8.length) {
                utf8 = Arrays.copyOf(utf8, Math.max(needed, Capacity.after(utf8.length)));
            }
            System.arraycopy(bytes, 0, utf8, end, bytes.length);
            end = needed;
        }
        ends[size++] = end;
    }

    @Override
    public void fill(int row, Event event) {
        if (nulls.get(row)) {
            event.setNull(field);
        } else {
            int start = start(row);
            event.setText(field, new String(utf8, start, ends[row] - start, StandardCharsets.UTF_8));
        }
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }
}
