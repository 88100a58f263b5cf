package io.streamgauge.app.generator;

/** A point of the map, 100 by 100. */
record Place(double x, double y) {

    static final double SIDE = 100;

    static Place anywhere(Draws draws) {
        return new Place(draws.uniform(SIDE), draws.uniform(SIDE));
    }

    double squaredDistance(Place other) {
        double dx = x - other.x;
        double dy = y - other.y;
        return dx * dx + dy * dy;
    }
}
