package io.streamgauge.app.generator;

import java.util.stream.IntStream;

/** Where the terminals stand. */
final class Terminals {

    private final Place[] places;

    Terminals(GeneratorConfig config) {
        places = IntStream.range(0, config.terminals())
                .mapToObj(index -> Place.anywhere(new Draws(config.seed(), Draws.Purpose.TERMINAL, index)))
                .toArray(Place[]::new);
    }

    /** Indexes of the terminals within the radius of a home; the nearest alone when there is none. */
    int[] inReach(Place home, double radius) {
        int[] near = IntStream.range(0, places.length)
                .filter(index -> places[index].squaredDistance(home) <= radius * radius)
                .toArray();
        return near.length > 0 ? near : new int[] {nearest(home)};
    }

    private int nearest(Place home) {
        int best = 0;
        for (int index = 1; index < places.length; index++) {
            if (places[index].squaredDistance(home) < places[best].squaredDistance(home)) {
                best = index;
            }
        }
        return best;
    }
}
