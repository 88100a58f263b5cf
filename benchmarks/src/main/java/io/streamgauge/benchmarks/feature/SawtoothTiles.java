package io.streamgauge.benchmarks.feature;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * An entity's tiles, and the positions where its windows begin among them. As of the last event a window is
 *
 * <pre>
 *    fives [fiveFrom, fiveTo)   from its tail to the first whole hour, for a tail that hops five minutes
 *    hours [hourFrom, hourTo)   from there, or from a tail that hops hours, to the first whole day
 *    days  [dayFrom, end - 1)   from there, or from a tail that hops days, to the running day
 *    head                       the running tile: of the day, or of the hour or five minutes where the window begins after it
 * </pre>
 *
 * All positions only ever rise, so finding them takes amortised O(1) per event and window.
 */
final class SawtoothTiles {

    private static final int HOURS_PER_DAY = 24;
    private static final int FIVES_PER_HOUR = 12;

    final TileRing days;
    final TileRing hours;
    final TileRing fives;
    final double[] origins;
    final int[] dayFrom;
    final int[] hourFrom;
    final int[] hourTo;
    final int[] fiveFrom;
    final int[] fiveTo;

    /** Per window and column, the merge of the closed days. */
    final Partial[] closedDays;

    final int[] closedDaysCount;

    /** Per window and column, the merge of all but the head. */
    final Partial[] allButHead;

    final int[] allButHeadCount;

    /** Whether the closed days are others than those merged last. */
    boolean daysMoved = true;

    /** Per window, whether all but the head is something else than what was merged last. */
    final boolean[] moved;

    SawtoothTiles(int windows, int columns) {
        days = new TileRing(columns);
        hours = new TileRing(columns);
        fives = new TileRing(columns);
        origins = new double[columns];
        dayFrom = new int[windows];
        hourFrom = new int[windows];
        hourTo = new int[windows];
        fiveFrom = new int[windows];
        fiveTo = new int[windows];
        closedDays = partials(windows * columns);
        closedDaysCount = new int[windows];
        allButHead = partials(windows * columns);
        allButHeadCount = new int[windows];
        moved = new boolean[windows];
        Arrays.fill(moved, true);
    }

    /** Moves a window whose tail hops days. */
    void moveByDay(int window, long day, int length) {
        startDays(window, day - length);
    }

    /** Moves a window whose tail hops hours. */
    void moveByHour(int window, long day, long hour, int length) {
        startHours(window, day, hour - length);
    }

    /** Moves a window whose tail hops five minutes. */
    void moveByFive(int window, long day, long hour, long five, int length) {
        long firstHour = ceilDiv(five - length, FIVES_PER_HOUR);
        int from = fives.seek(fiveFrom[window], five - length);
        int to = firstHour > hour ? fives.end() - 1 : fives.seek(fiveTo[window], firstHour * FIVES_PER_HOUR);
        moved[window] |= from != fiveFrom[window] || to != fiveTo[window];
        fiveFrom[window] = from;
        fiveTo[window] = to;
        startHours(window, day, firstHour);
    }

    private void startHours(int window, long day, long firstHour) {
        long firstDay = ceilDiv(firstHour, HOURS_PER_DAY);
        int from = hours.seek(hourFrom[window], firstHour);
        int to =
                firstDay > day ? Math.max(from, hours.end() - 1) : hours.seek(hourTo[window], firstDay * HOURS_PER_DAY);
        moved[window] |= from != hourFrom[window] || to != hourTo[window];
        hourFrom[window] = from;
        hourTo[window] = to;
        startDays(window, firstDay);
    }

    private void startDays(int window, long firstDay) {
        int from = days.seek(dayFrom[window], firstDay);
        daysMoved |= from != dayFrom[window];
        dayFrom[window] = from;
    }

    /** The ring whose newest tile is a window's head. */
    TileRing headOf(int window) {
        if (dayFrom[window] < days.end()) {
            return days;
        }
        return hourFrom[window] < hours.end() ? hours : fives;
    }

    private static long ceilDiv(long a, int b) {
        return -Math.floorDiv(-a, b);
    }

    private static Partial[] partials(int size) {
        return Stream.generate(Partial::new).limit(size).toArray(Partial[]::new);
    }
}
