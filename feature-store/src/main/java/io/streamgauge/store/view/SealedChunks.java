package io.streamgauge.store.view;

import java.util.ArrayList;
import java.util.List;

/**
 * How the older part of a series is cut into chunks that are stored apart from the row, so that an event rewrites the row's
 * newest values only, however many the window holds. Chunk ids ascend and leave room for a chunk to be split. Not
 * thread-safe.
 */
final class SealedChunks {

    /** Values in a chunk when it is sealed; a row's own part of a series has fewer than twice as many. */
    static final int VALUES = 64;
    /** The same of texts, which are larger. */
    static final int TEXTS = 32;

    private static final long ID_STEP = 1L << 20;
    /** Room for a few halvings. */
    private static final long LEAST_ID_STEP = 1L << 8;

    private final int values;
    private final List<Chunk> chunks = new ArrayList<>(0);
    private final List<Long> dropped = new ArrayList<>(0);
    private int sealed;
    private int firstChanged = Integer.MAX_VALUE;

    /** Takes a chunk to write: its id, and the places of its values among those held. */
    interface Writer {
        void write(long id, int from, int to);
    }

    /** A run of values stored under its own key. */
    private static final class Chunk {

        private long id;
        private int size;
        private boolean changed;
        private boolean stored;

        Chunk(long id, int size, boolean stored) {
            this.id = id;
            this.size = size;
            this.stored = stored;
            this.changed = !stored;
        }
    }

    /** @param values how many there are in a chunk when it is sealed */
    SealedChunks(int values) {
        this.values = values;
    }

    /** How many of the series' oldest values are in chunks. */
    int sealed() {
        return sealed;
    }

    /** Id of the newest chunk; there is one. */
    long lastId() {
        return chunks.get(chunks.size() - 1).id;
    }

    /** Takes note of a stored chunk; they come in ascending order of ids. */
    void loaded(long id, int size) {
        chunks.add(new Chunk(id, size, true));
        sealed += size;
    }

    /** A value was put in; {@code index} is its place among those held. */
    void inserted(long index) {
        if (index >= sealed) {
            return;
        }
        int at = chunks.size() - 1; // from the newest, since values are late by little
        int from = sealed - chunks.get(at).size;
        while (index < from) {
            from -= chunks.get(--at).size;
        }
        Chunk chunk = chunks.get(at);
        chunk.size++;
        chunk.changed = true;
        sealed++;
        firstChanged = Math.min(firstChanged, at);
        split(at);
    }

    /** Seals full chunks off the row's own part of a series of {@code size} values. */
    void seal(int size) {
        while (size - sealed >= 2 * values) {
            long id = chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).id + ID_STEP;
            chunks.add(new Chunk(id, values, false));
            sealed += values;
            firstChanged = Math.min(firstChanged, chunks.size() - 1);
        }
    }

    /** Hands out the chunks changed since this was last asked; those before the first of them are not looked at. */
    void takeChanged(Writer writer) {
        int to = sealed;
        for (int i = chunks.size() - 1; i >= firstChanged; i--) {
            Chunk chunk = chunks.get(i);
            int from = to - chunk.size;
            if (chunk.changed) {
                writer.write(chunk.id, from, to);
                chunk.changed = false;
                chunk.stored = true;
            }
            to = from;
        }
        firstChanged = Integer.MAX_VALUE;
    }

    /**
     * Drops chunks.
     *
     * @param wanted how many of the oldest values need not be held any more
     * @return how many of them may go: whole chunks, and the row's own part when no chunk is left
     */
    long dropWhole(long wanted) {
        long gone = 0;
        while (!chunks.isEmpty() && gone + chunks.get(0).size <= wanted) {
            Chunk chunk = chunks.remove(0);
            gone += chunk.size;
            sealed -= chunk.size;
            forget(chunk);
            firstChanged = firstChanged == Integer.MAX_VALUE ? firstChanged : Math.max(0, firstChanged - 1);
        }
        return chunks.isEmpty() ? wanted : gone;
    }

    /** The newest values were taken out; {@code left} is how many are held now. */
    void cutTo(long left) {
        while (sealed > left) {
            int last = chunks.size() - 1;
            Chunk chunk = chunks.get(last);
            int kept = (int) Math.max(0, left - (sealed - chunk.size));
            sealed -= chunk.size - kept;
            chunk.size = kept;
            chunk.changed = true;
            if (kept == 0) {
                chunks.remove(last);
                forget(chunk);
            } else {
                firstChanged = Math.min(firstChanged, last);
            }
        }
    }

    /** Ids of chunks dropped since this was last asked. */
    List<Long> takeDropped() {
        List<Long> taken = List.copyOf(dropped);
        dropped.clear();
        return taken;
    }

    /** Bytes on the heap, about. */
    long heapBytes() {
        return 100 + 28L * chunks.size();
    }

    private void split(int index) {
        Chunk chunk = chunks.get(index);
        if (chunk.size < 4 * values) {
            return;
        }
        if (idAfter(index) - chunk.id < 2) {
            spread(index);
        }
        int kept = chunk.size / 2;
        long id = chunk.id + (idAfter(index) - chunk.id) / 2;
        chunks.add(index + 1, new Chunk(id, chunk.size - kept, false));
        chunk.size = kept;
    }

    private long idAfter(int index) {
        return index + 1 < chunks.size() ? chunks.get(index + 1).id : chunks.get(index).id + 2 * ID_STEP;
    }

    /** Gives as many of the chunks after one new ids, evenly apart, as it takes for them to be far apart again. */
    private void spread(int index) {
        long from = chunks.get(index).id;
        int to = index + 1;
        long step = 0;
        while (step < LEAST_ID_STEP) {
            to++;
            step = to < chunks.size() ? (chunks.get(to).id - from) / (to - index) : ID_STEP;
        }
        for (int i = index + 1; i < to; i++) {
            Chunk chunk = chunks.get(i);
            forget(chunk);
            chunk.id = from + (i - index) * step;
            chunk.stored = false;
            chunk.changed = true;
        }
    }

    private void forget(Chunk chunk) {
        if (chunk.stored) {
            dropped.add(chunk.id);
        }
    }
}
