package io.streamgauge.drift.detector;

/**
 * Watches one stream of values for a change, value by value, in memory that does not grow with the stream.
 *
 * <p>After {@link Signal#DRIFT} a detector starts over by itself, in the way its {@linkplain DetectorKind#variant variant}
 * says. Made by {@link DetectorSettings#create}. Not thread-safe.
 */
public interface ChangeDetector {

    /**
     * Takes the next value of the stream.
     *
     * @throws IllegalArgumentException when the value is not one the kind of detector takes, see {@link DetectorKind#input}
     */
    Signal add(double value);

    /** Forgets every value seen. */
    void reset();

    /** What it was made with. */
    DetectorSettings settings();

    /** All it remembers, as numbers; of bounded length. */
    double[] snapshot();

    /**
     * Takes back what a detector of the same settings remembered: it goes on as that one would have.
     *
     * @throws IllegalArgumentException when these are not such numbers
     */
    void restore(double[] snapshot);
}
