package io.streamgauge.store.view;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import io.streamgauge.store.row.CorruptRowException;
import io.streamgauge.store.row.RowStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an entity's state, version 2: a row, and the chunks of series that grew out of it.
 *
 * <pre>
 *   row       version 2 (1 byte), first event time ever (8), number of series (varint), then per series
 *               identity (4): what goes into it, see {@link SeriesPlan#identity}
 *               length of the rest (varint), so that a series the view no longer has is skipped; its chunks are deleted
 *               when the entity is next saved, while the row still names it
 *               complete since (8): values with later times are all here; the earliest long when nothing is missing
 *               for texts: those that the base holds, see {@link TextDictionary#writeHeld}
 *               of a series with a resolution, see {@link Tiles}: number of tiles (varint), and if there are any how many
 *                 values are in those before the newest (varint), the newest one's number (zigzag) and length-prefixed
 *                 state; time of the newest value let go of (8)
 *               number of values in chunks (varint), and if there are any the last chunk's id (zigzag)
 *               run: the newest values
 *               base: 0 (4) and, length-prefixed, how many values it stands for (varint) and then per recipe its
 *               fingerprint (4) and length-prefixed state; empty without an unbounded window. Early rows have a fingerprint
 *               of all recipes in place of the 0, and states in their order
 *             In a view with a max_age the first of the series is none: the identity of {@link #LIVES}, and {@link Lives}.
 *   chunk     version 2 (1 byte), run
 *             or of a tile other than the newest, under an id below 0: version 2 (1 byte), state
 *   run       number of values n (varint), 1 if values are kept, 2 if they are texts, else 0 (1), first time (8), n - 1
 *             distances to the time before (varints), n values (8 each: IEEE 754 bits as they came), or {@link TextRun}
 * </pre>
 *
 * Fixed numbers are big-endian. A value takes 8 bytes and its time 1 to 5, mostly 3 or 4. Everything that slides is made
 * from the series when it is first asked for, so it is in no format.
 *
 * <p>Not thread-safe.
 */
final class RowCodec {

    static final int VERSION = 2;
    private static final int BASE_BY_RECIPE = 0;

    /** Identity of what is no series but when the entity is known. */
    static final int LIVES = (int) TextHash.of("lives");

    /** Chunk id of tile 0. Ids of values are not negative, those of tiles are: no tile is so far from 1970. */
    private static final long TILES = Long.MIN_VALUE / 2;

    private final ViewPlan plan;
    /** Used again for every row. */
    private final ByteWriter row = new ByteWriter();

    private final ByteWriter section = new ByteWriter();

    RowCodec(ViewPlan plan) {
        this.plan = plan;
    }

    /** Writes what changed of an entity: its row, and chunks new, rewritten or dropped. */
    void save(String entity, EntityState state, RowStore rows) {
        for (int i = 0; i < plan.series().size(); i++) {
            saveChunks(entity, state.series(i), rows);
        }
        for (int identity : state.takeGone()) {
            deleteChunks(entity, identity, rows);
        }
        rows.putRow(entity, row(state));
    }

    /** Deletes an entity's row and its chunks. */
    void delete(String entity, RowStore rows) {
        plan.series().forEach(series -> deleteChunks(entity, series.identity(), rows));
        rows.deleteRow(entity);
    }

    /** Deletes an entity's row and the chunks that it says there are. */
    void delete(String entity, byte[] row, RowStore rows) {
        EntityState state = load(entity, row, rows);
        for (int i = 0; i < plan.series().size(); i++) {
            SeriesState series = state.series(i);
            Tiles tiles = series.tiles();
            if (series.chunks().sealed() > 0 || (tiles != null && tiles.count() > 1)) {
                deleteChunks(entity, series.plan().identity(), rows);
            }
        }
        state.takeGone().forEach(identity -> deleteChunks(entity, identity, rows));
        rows.deleteRow(entity);
    }

    private static void deleteChunks(String entity, int identity, RowStore rows) {
        List<Long> ids = new ArrayList<>();
        rows.chunks(entity, identity, (id, chunk) -> ids.add(id));
        ids.forEach(id -> rows.deleteChunk(entity, identity, id));
    }

    private static void saveChunks(String entity, SeriesState state, RowStore rows) {
        SealedChunks chunks = state.chunks();
        int identity = state.plan().identity();
        chunks.seal(state.series().size());
        for (long id : chunks.takeDropped()) {
            rows.deleteChunk(entity, identity, id);
        }
        Tiles tiles = state.tiles();
        if (tiles != null) {
            saveTiles(entity, identity, tiles, rows);
        }
        long first = state.series().first();
        chunks.takeChanged((id, from, to) -> {
            ByteWriter out = new ByteWriter();
            out.put(VERSION);
            writeRun(state, first + from, first + to, out);
            rows.putChunk(entity, identity, id, out.toBytes());
        });
    }

    private static void saveTiles(String entity, int identity, Tiles tiles, RowStore rows) {
        for (long tile : tiles.takeDropped()) {
            rows.deleteChunk(entity, identity, TILES + tile);
        }
        for (long tile : tiles.takeChanged()) {
            ByteWriter out = new ByteWriter();
            out.put(VERSION);
            tiles.tile(tile).write(out);
            rows.putChunk(entity, identity, TILES + tile, out.toBytes());
        }
    }

    private byte[] row(EntityState state) {
        ByteWriter out = row.clear();
        out.put(VERSION);
        out.putLong(state.firstTimeMs());
        Lives lives = state.lives();
        out.putVarint(plan.series().size() + (lives == null ? 0 : 1));
        if (lives != null) {
            out.putInt(LIVES);
            lives.write(section.clear());
            out.putBytes(section);
        }
        for (int i = 0; i < plan.series().size(); i++) {
            SeriesState series = state.series(i);
            out.putInt(series.plan().identity());
            writeSeries(series, section.clear());
            out.putBytes(section);
        }
        return out.toBytes();
    }

    private static void writeSeries(SeriesState state, ByteWriter out) {
        SealedChunks chunks = state.chunks();
        out.putLong(state.completeSinceMs());
        if (state.texts() != null) {
            state.texts().writeHeld(out);
        }
        Tiles tiles = state.tiles();
        if (tiles != null) {
            writeTiles(tiles, out);
        }
        out.putVarint(chunks.sealed());
        if (chunks.sealed() > 0) {
            out.putZigzag(chunks.lastId());
        }
        Series series = state.series();
        writeRun(state, series.first() + chunks.sealed(), series.end(), out);
        Base base = state.base();
        if (base != null) {
            out.putInt(BASE_BY_RECIPE);
            ByteWriter states = new ByteWriter();
            base.write(states);
            out.putBytes(states);
        }
    }

    private static void writeTiles(Tiles tiles, ByteWriter out) {
        out.putVarint(tiles.count());
        if (tiles.count() > 0) {
            out.putVarint(tiles.countBeforeNewest());
            out.putZigzag(tiles.newestTile());
            ByteWriter state = new ByteWriter();
            tiles.tile(tiles.newestTile()).write(state);
            out.putBytes(state);
        }
        out.putLong(tiles.newestMs());
    }

    private static void writeRun(SeriesState state, long from, long to, ByteWriter out) {
        Series series = state.series();
        TextDictionary texts = state.texts();
        out.putVarint(to - from);
        out.put(kind(state));
        if (from == to) {
            return;
        }
        out.putLong(series.timeMs(from));
        for (long i = from + 1; i < to; i++) {
            out.putVarint(series.timeMs(i) - series.timeMs(i - 1));
        }
        if (texts != null) {
            TextRun.write(series, texts, from, to, out);
        } else if (series.valued()) {
            for (long i = from; i < to; i++) {
                out.putDouble(series.value(i));
            }
        }
    }

    /** What the values of a run are. */
    private static int kind(SeriesState state) {
        return state.texts() != null ? 2 : state.series().valued() ? 1 : 0;
    }

    /**
     * Reads an entity's state.
     *
     * @throws CorruptRowException when these are no bytes of such a row, or row and chunks do not fit together
     */
    EntityState load(String entity, byte[] row, RowStore rows) {
        EntityState state = new EntityState(plan);
        try {
            ByteReader in = new ByteReader(row);
            version(in);
            state.firstTimeMs(in.nextLong());
            Map<Integer, byte[]> sections = new HashMap<>();
            long count = in.nextVarint();
            for (long i = 0; i < count; i++) {
                sections.put(in.nextInt(), in.nextBytes());
            }
            in.end();
            byte[] written = sections.remove(LIVES);
            long newestMs = Long.MIN_VALUE;
            Set<SeriesState> unknown = new HashSet<>();
            for (int i = 0; i < plan.series().size(); i++) {
                SeriesState series = state.series(i);
                byte[] section = sections.remove(series.plan().identity());
                if (section == null) {
                    unknown.add(series);
                } else {
                    readSeries(entity, series, new ByteReader(section), rows);
                    newestMs = Math.max(newestMs, Math.max(series.lastMs(), series.completeSinceMs()));
                }
            }
            sections.keySet().forEach(state::gone);
            for (SeriesState series : unknown) {
                series.completeSinceMs(newestMs);
            }
            Lives lives = state.lives();
            if (lives != null) {
                readLives(lives, written, state.firstTimeMs(), newestMs);
            }
        } catch (IllegalArgumentException e) {
            throw new CorruptRowException("row of entity '" + entity + "': " + e.getMessage());
        }
        return state;
    }

    /** A row of before the view had a max_age: what is known of it is that it was seen first and last about then. */
    private static void readLives(Lives lives, byte @Nullable [] written, long firstMs, long newestMs) {
        if (written != null) {
            lives.read(new ByteReader(written));
        } else if (firstMs != EntityState.NEVER) {
            lives.add(firstMs, Math.max(firstMs, newestMs));
        }
    }

    /**
     * Whether all reads as of a moment or later find nothing of an entity; see {@link EntityState#over}. Mostly its row alone
     * is looked into.
     */
    boolean over(String entity, byte[] row, RowStore rows, long timeMs) {
        if (plan.maxAgeMs() == ViewPlan.FOR_EVER) {
            return false;
        }
        ByteReader in = new ByteReader(row);
        version(in);
        in.nextLong();
        if (in.nextVarint() == 0 || in.nextInt() != LIVES) {
            return load(entity, row, rows).over(timeMs);
        }
        Lives lives = new Lives(plan.maxAgeMs());
        lives.read(new ByteReader(in.nextBytes()));
        return lives.overAt(WindowStart.minus(timeMs, plan.longestDelayMs()));
    }

    private static void readSeries(String entity, SeriesState state, ByteReader in, RowStore rows) {
        state.completeSinceMs(in.nextLong());
        if (state.texts() != null) {
            state.texts().readHeld(in);
        }
        Tiles tiles = state.tiles();
        if (tiles != null) {
            readTiles(entity, state, tiles, in, rows);
        }
        long sealed = in.nextVarint();
        if (sealed > 0) {
            long lastId = in.nextZigzag();
            rows.chunks(entity, state.plan().identity(), (id, chunk) -> {
                if (id >= 0 && id <= lastId) {
                    ByteReader bytes = new ByteReader(chunk);
                    version(bytes);
                    int before = state.series().size();
                    readRun(state, bytes);
                    bytes.end();
                    state.chunks().loaded(id, state.series().size() - before);
                }
            });
            if (state.chunks().sealed() != sealed) {
                throw new IllegalArgumentException(
                        "its chunks hold " + state.chunks().sealed() + " values, the row says " + sealed);
            }
        }
        readRun(state, in);
        Base base = state.base();
        if (base == null) {
            return;
        }
        if (in.left() == 0) {
            return; // made without an unbounded window: that counts from what is held on
        }
        int form = in.nextInt();
        ByteReader states = new ByteReader(in.nextBytes());
        if (form == BASE_BY_RECIPE) {
            base.read(states);
            states.end();
        } else if (form == state.plan().baseFingerprint()) {
            base.readInOrder(states);
            states.end();
        }
        in.end();
    }

    private static void readTiles(String entity, SeriesState state, Tiles tiles, ByteReader in, RowStore rows) {
        long count = in.nextVarint();
        if (count > 0) {
            long before = in.nextVarint();
            long newest = in.nextZigzag();
            ByteReader written = new ByteReader(in.nextBytes());
            if (count > 1) {
                rows.chunks(entity, state.plan().identity(), (id, chunk) -> {
                    if (id < 0 && id - TILES < newest) {
                        ByteReader bytes = new ByteReader(chunk);
                        version(bytes);
                        tiles.loaded(id - TILES, readTile(state, bytes), true);
                    }
                });
            }
            tiles.loaded(newest, readTile(state, written), false);
            if (tiles.count() != count || tiles.countBeforeNewest() != before) {
                throw new IllegalArgumentException("its tiles hold " + tiles.countBeforeNewest()
                        + " values beside the newest, the row says " + before);
            }
        }
        tiles.newestMs(in.nextLong());
    }

    private static Base readTile(SeriesState state, ByteReader in) {
        Base tile = state.newBase();
        tile.read(in);
        in.end();
        return tile;
    }

    private static void readRun(SeriesState state, ByteReader in) {
        Series series = state.series();
        TextDictionary texts = state.texts();
        long size = in.nextVarint();
        int kind = in.next();
        if (size == 0) {
            return;
        }
        if (size < 0 || size > in.left() || kind != kind(state)) {
            throw new IllegalArgumentException("a run of " + size + " values, kind " + kind);
        }
        long[] times = new long[(int) size];
        times[0] = in.nextLong();
        for (int i = 1; i < times.length; i++) {
            long distance = in.nextVarint();
            times[i] = times[i - 1] + distance;
            if (distance < 0 || times[i] < times[i - 1]) {
                throw new IllegalArgumentException("times ascend; value " + i + " of a run is " + distance + " ms off");
            }
        }
        if (series.size() > 0 && series.timeMs(series.end() - 1) > times[0]) {
            throw new IllegalArgumentException("times ascend; a run begins before the one before it ends");
        }
        series.reserve(times.length);
        if (texts != null) {
            TextRun.read(times, series, texts, in);
            return;
        }
        for (long timeMs : times) {
            double value = series.valued() ? in.nextDouble() : 0;
            series.append(timeMs, Double.isNaN(value) ? Double.NaN : value); // early rows kept every NaN as it came
        }
    }

    private static void version(ByteReader in) {
        int version = in.next();
        if (version != VERSION) {
            throw new IllegalArgumentException("version " + version + "; this build reads version " + VERSION);
        }
    }
}
