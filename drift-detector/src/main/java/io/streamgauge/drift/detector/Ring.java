package io.streamgauge.drift.detector;

/** The latest values of a stream, at most {@code capacity}, oldest first. */
final class Ring {

    private final double[] values;
    private int first;
    private int size;

    Ring(int capacity) {
        this.values = new double[capacity];
    }

    /** Takes a value; gives back the one it pushes out, 0 when there is room. */
    double add(double value) {
        if (size < values.length) {
            values[(first + size) % values.length] = value;
            size++;
            return 0;
        }
        double oldest = values[first];
        values[first] = value;
        first = (first + 1) % values.length;
        return oldest;
    }

    double get(int i) {
        return values[(first + i) % values.length];
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == values.length;
    }

    /** Forgets all but the latest {@code kept}. */
    void keepLatest(int kept) {
        first = (first + size - kept) % values.length;
        size = kept;
    }

    void clear() {
        first = 0;
        size = 0;
    }

    /** Values from place {@code from} on, oldest first. */
    double[] from(int from) {
        double[] copy = new double[size - from];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = get(from + i);
        }
        return copy;
    }

    void restore(Numbers numbers) {
        clear();
        for (int left = numbers.nextSize(values.length); left > 0; left--) {
            add(numbers.next());
        }
    }
}
