package io.streamgauge.benchmarks.feature;

import java.util.stream.IntStream;

/**
 * An engine of sawtooth windows over tiles, after Chronon's online one, as fast as it could fairly be made: the yardstick.
 *
 * <p>A window's head is exact to the event. Its tail hops by five minutes, an hour or a day, by the window's length
 * ({@link Hop}): as of t a window of length w holds the events with times in {@code [floor(t - w to the hop), t]}. So it is up
 * to w / 12 too long, and needs no events.
 *
 * <pre>
 *    30 d   |day|day| ...                                  ... |day|day so far|
 *     7 d                 |h|h|h|day|day|      ...             |day|day so far|
 *     1 d                                                  |h|h|h|h|day so far|
 *     1 h                                                          |5|5|5|h so far|
 * </pre>
 *
 * <p>An event goes into the newest tile of each length. A window is merged from coarse to fine: whole days, hours up to the
 * first whole day, five minutes up to the first whole hour ({@link SawtoothTiles}). Empty tiles do not exist, lengths that
 * no window needs are not kept, all aggregates of a column share one partial, and squares are of differences from the
 * column's first value, so that merging takes no division. Nothing is allocated but room for more tiles. Closed days are
 * merged newest first, so that a longer window goes on where a shorter one ended.
 *
 * <p>{@link Merge#AT_READ} merges at every read. {@link Merge#KEPT} keeps what it merged until a tile closes or a tail
 * hops, as Chronon's batch collapses all up to midnight; then an event costs one merge per window and column.
 */
final class Sawtooth implements FeatureEngine {

    /** When tiles are merged. */
    enum Merge {
        AT_READ,
        KEPT
    }

    private final boolean kept;
    private final int columns;
    private final Hop[] hops;
    private final int[] lengths;
    private final int lastByFive;
    private final int lastByHour;
    private final Outlets[] outlets;
    private final Partial partial = new Partial();
    private final double[] current = new double[2];
    private final double[] features;
    private final SawtoothTiles tiles;

    Sawtooth(FeatureSet set, Merge merge) {
        long[] windowsMs = set.windowsMs();
        kept = merge == Merge.KEPT;
        columns = set.columns();
        hops = new Hop[windowsMs.length];
        lengths = new int[windowsMs.length];
        int fives = -1;
        int hours = -1;
        for (int w = 0; w < windowsMs.length; w++) {
            hops[w] = Hop.of(windowsMs[w]);
            lengths[w] = hops[w].in(windowsMs[w]);
            fives = hops[w] == Hop.FIVE_MINUTES ? w : fives;
            hours = hops[w] == Hop.DAY ? hours : w;
        }
        lastByFive = fives;
        lastByHour = hours;
        outlets = IntStream.range(0, columns).mapToObj(c -> new Outlets(set, c)).toArray(Outlets[]::new);
        features = new double[set.size()];
        tiles = new SawtoothTiles(windowsMs.length, columns);
    }

    @Override
    public void update(long timeMs, double amount, double second) {
        current[Measure.AMOUNT] = amount;
        current[Measure.SECOND] = second;
        if (tiles.days.end() == 0) {
            System.arraycopy(current, 0, tiles.origins, 0, columns);
        }
        long day = Math.floorDiv(timeMs, Hop.DAY_MS);
        long hour = Math.floorDiv(timeMs, Hop.HOUR_MS);
        long five = Math.floorDiv(timeMs, Hop.FIVE_MINUTES_MS);
        int closed = tiles.days.end();
        add(tiles.days, day);
        tiles.daysMoved |= closed != tiles.days.end();
        if (lastByHour >= 0) {
            add(tiles.hours, hour);
        }
        if (lastByFive >= 0) {
            add(tiles.fives, five);
        }
        move(day, hour, five);
    }

    @Override
    public void updateAndRead(long timeMs, double amount, double second) {
        update(timeMs, amount, second);
        if (!kept || tiles.daysMoved) {
            mergeClosedDays();
        }
        for (int w = 0; w < hops.length; w++) {
            if (!kept || tiles.moved[w]) {
                mergeAllButHead(w);
            }
            read(w);
        }
    }

    @Override
    public double feature(int index) {
        return features[index];
    }

    @Override
    public Object state() {
        return tiles;
    }

    private void add(TileRing ring, long number) {
        ring.add(number);
        for (int c = 0; c < columns; c++) {
            ring.take(c, current[c], current[c] - tiles.origins[c]);
        }
    }

    private void move(long day, long hour, long five) {
        for (int w = 0; w < hops.length; w++) {
            switch (hops[w]) {
                case FIVE_MINUTES -> tiles.moveByFive(w, day, hour, five, lengths[w]);
                case HOUR -> tiles.moveByHour(w, day, hour, lengths[w]);
                case DAY -> tiles.moveByDay(w, day, lengths[w]);
            }
        }
        tiles.days.dropBefore(tiles.dayFrom[hops.length - 1]);
        if (lastByHour >= 0) {
            tiles.hours.dropBefore(tiles.hourFrom[lastByHour]);
        }
        if (lastByFive >= 0) {
            tiles.fives.dropBefore(tiles.fiveFrom[lastByFive]);
        }
    }

    private void mergeClosedDays() {
        TileRing days = tiles.days;
        int running = days.end() - 1;
        for (int c = 0; c < columns; c++) {
            partial.clear();
            int merged = running;
            for (int w = 0; w < hops.length; w++) {
                int from = Math.min(merged, tiles.dayFrom[w]);
                days.merge(c, from, merged, partial);
                merged = from;
                tiles.closedDays[w * columns + c].set(partial);
            }
        }
        int count = 0;
        int counted = running;
        for (int w = 0; w < hops.length; w++) {
            int from = Math.min(counted, tiles.dayFrom[w]);
            count += days.count(from, counted);
            counted = from;
            tiles.closedDaysCount[w] = count;
            tiles.moved[w] = true;
        }
        tiles.daysMoved = false;
    }

    private void mergeAllButHead(int window) {
        SawtoothTiles t = tiles;
        for (int c = 0; c < columns; c++) {
            Partial into = t.allButHead[window * columns + c];
            into.set(t.closedDays[window * columns + c]);
            t.hours.merge(c, t.hourFrom[window], t.hourTo[window], into);
            t.fives.merge(c, t.fiveFrom[window], t.fiveTo[window], into);
        }
        t.allButHeadCount[window] = t.closedDaysCount[window]
                + t.hours.count(t.hourFrom[window], t.hourTo[window])
                + t.fives.count(t.fiveFrom[window], t.fiveTo[window]);
        t.moved[window] = false;
    }

    private void read(int window) {
        TileRing head = tiles.headOf(window);
        int end = head.end();
        int n = tiles.allButHeadCount[window] + head.count(end - 1, end);
        for (int c = 0; c < columns; c++) {
            partial.set(tiles.allButHead[window * columns + c]);
            head.merge(c, end - 1, end, partial);
            outlets[c].write(window, n, partial, tiles.origins[c], current[c], features);
        }
    }
}
