package io.streamgauge.benchmarks.feature;

/** What tiles keep of one column: sum and sum of squares of the differences from an origin, least and greatest value. */
final class Partial {

    double sum;
    double squares;
    double least;
    double greatest;

    Partial() {
        clear();
    }

    void clear() {
        sum = 0;
        squares = 0;
        least = Double.POSITIVE_INFINITY;
        greatest = Double.NEGATIVE_INFINITY;
    }

    void set(Partial other) {
        sum = other.sum;
        squares = other.squares;
        least = other.least;
        greatest = other.greatest;
    }
}
