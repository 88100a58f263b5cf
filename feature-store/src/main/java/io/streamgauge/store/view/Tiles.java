package io.streamgauge.store.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a series with a resolution r has let go of, folded into tiles: tile k holds the values with times in
 * {@code (k r, (k + 1) r]}, one state per recipe and one value per extreme, however many values there were. Windows begin at
 * the beginning of a tile, so a tile is counted whole or not at all. Not thread-safe.
 *
 * <p>Tiles take values in the order (time, arrival). All but the newest are full, mostly; they are summed once for each window
 * and beginning, so a read merges three states per recipe.
 */
final class Tiles {

    private final long resolutionMs;
    private final Supplier<Base> empty;
    private final TreeMap<Long, Base> tiles = new TreeMap<>();
    private final TreeSet<Long> changed = new TreeSet<>();
    private final List<Long> dropped = new ArrayList<>();
    private final TreeSet<Long> stored = new TreeSet<>();
    private final @Nullable Sum[] sums;
    private long newestMs = Long.MIN_VALUE;

    /** Tiles before the newest, summed. */
    private record Sum(long from, long newest, Base base) {}

    /**
     * No tiles.
     *
     * @param empty makes the state of an empty tile
     * @param windows how many windows are read
     */
    Tiles(long resolutionMs, Supplier<Base> empty, int windows) {
        this.resolutionMs = resolutionMs;
        this.empty = empty;
        this.sums = new @Nullable Sum[windows];
    }

    /** The tile of a time. */
    private long tileOf(long timeMs) {
        return Math.floorDiv(timeMs - 1, resolutionMs);
    }

    /** Takes in a value that the series lets go of; they come in order. */
    void add(long timeMs, double value) {
        long tile = tileOf(timeMs);
        boolean full = !tiles.isEmpty() && tile < tiles.lastKey();
        tiles.computeIfAbsent(tile, key -> empty.get()).add(timeMs, value);
        changed.add(tile);
        newestMs = Math.max(newestMs, timeMs);
        if (full) {
            Arrays.fill(sums, null);
        }
    }

    /**
     * Drops the tiles that end up to and including a moment.
     *
     * @param base what takes in their states; null when nothing counts them any more
     * @return whether there was one
     */
    boolean dropUpTo(long timeMs, @Nullable Base base) {
        boolean any = false;
        while (!tiles.isEmpty() && (tiles.firstKey() + 1) * resolutionMs <= timeMs) {
            Map.Entry<Long, Base> oldest = tiles.pollFirstEntry();
            if (base != null) {
                base.merge(oldest.getValue());
            }
            changed.remove(oldest.getKey());
            if (stored.remove(oldest.getKey())) {
                dropped.add(oldest.getKey());
            }
            any = true;
        }
        return any;
    }

    /**
     * All but the newest tile, of those that begin at a moment or later; with what came before them for an unbounded window.
     *
     * @param window index of the window, whose last sum is kept
     * @param base what came before, for an unbounded window
     */
    Base before(int window, long startMs, @Nullable Base base) {
        long from = base == null ? Math.floorDiv(startMs, resolutionMs) : Long.MIN_VALUE;
        long newest = tiles.isEmpty() ? Long.MIN_VALUE : tiles.lastKey();
        Sum known = sums[window];
        if (known == null || known.from() != from || known.newest() != newest) {
            Base sum = empty.get();
            if (base != null) {
                sum.merge(base);
            }
            if (from < newest) {
                tiles.subMap(from, newest).values().forEach(sum::merge);
            }
            known = new Sum(from, newest, sum);
            sums[window] = known;
        }
        return known.base();
    }

    /** The newest tile when it begins at a moment or later, else null. */
    @Nullable
    Base newest(long startMs) {
        Map.Entry<Long, Base> last = tiles.lastEntry();
        return last != null && last.getKey() >= Math.floorDiv(startMs, resolutionMs) ? last.getValue() : null;
    }

    /** Time of the newest value ever taken in; the earliest long when there is none. */
    long newestMs() {
        return newestMs;
    }

    void newestMs(long timeMs) {
        newestMs = timeMs;
    }

    int count() {
        return tiles.size();
    }

    /** A tile that there is. */
    Base tile(long tile) {
        return Objects.requireNonNull(tiles.get(tile));
    }

    /** Number of the newest tile; there is one. */
    long newestTile() {
        return tiles.lastKey();
    }

    /** How many values are in tiles other than the newest. */
    long countBeforeNewest() {
        return tiles.isEmpty()
                ? 0
                : tiles.headMap(tiles.lastKey()).values().stream()
                        .mapToLong(Base::count)
                        .sum();
    }

    /** Puts in a tile as it was stored: in the row, or under its own key. */
    void loaded(long tile, Base state, boolean ownKey) {
        tiles.put(tile, state);
        if (ownKey) {
            stored.add(tile);
        } else {
            changed.add(tile); // it has no key of its own yet
        }
    }

    /** Tiles to be stored under their own keys: those changed since this was last asked, without the newest. */
    List<Long> takeChanged() {
        List<Long> taken = new ArrayList<>();
        if (!tiles.isEmpty()) {
            taken.addAll(changed.headSet(tiles.lastKey()));
            changed.removeAll(taken);
            stored.addAll(taken);
        }
        return taken;
    }

    /** Stored tiles dropped since this was last asked. */
    List<Long> takeDropped() {
        List<Long> taken = List.copyOf(dropped);
        dropped.clear();
        return taken;
    }
}
