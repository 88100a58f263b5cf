package io.streamgauge.app.generator;

import java.util.HashSet;
import java.util.Set;

/**
 * Who is struck on which day: each day some of {@code population} are chosen, and stay struck for a number of days, the
 * day itself included. Choices go back before day 0, so that as many are struck on day 0 as on any other. Computed for
 * any day alone, from the choices of the days it reaches back to.
 */
final class Incidents {

    private final long seed;
    private final Draws.Purpose purpose;
    private final int population;
    private final double perDay;
    private final int lastingDays;

    Incidents(long seed, Draws.Purpose purpose, int population, double perDay, int lastingDays) {
        this.seed = seed;
        this.purpose = purpose;
        this.population = population;
        this.perDay = perDay;
        this.lastingDays = lastingDays;
    }

    /** Indexes struck on a day. */
    Set<Integer> on(int day) {
        Set<Integer> struck = new HashSet<>();
        for (int since = day - lastingDays + 1; since <= day; since++) {
            struck.addAll(beginningOn(since));
        }
        return struck;
    }

    /** Indexes newly chosen on a day, all different. */
    Set<Integer> beginningOn(int day) {
        long wanted = Math.round(Math.floor((day + 1) * perDay) - Math.floor(day * perDay));
        Draws draws = new Draws(seed, purpose, day);
        Set<Integer> chosen = new HashSet<>();
        while (chosen.size() < wanted) {
            chosen.add(draws.index(population));
        }
        return chosen;
    }
}
