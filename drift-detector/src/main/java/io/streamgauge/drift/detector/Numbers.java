package io.streamgauge.drift.detector;

/** Numbers of a snapshot, read one after the other. */
final class Numbers {

    private final DetectorKind kind;
    private final double[] values;
    private int next;

    Numbers(DetectorSettings settings, double[] values) {
        this.kind = settings.kind();
        this.values = values;
    }

    double next() {
        if (next == values.length) {
            throw new IllegalArgumentException("a snapshot of " + kind + " is more than " + values.length + " numbers");
        }
        return values[next++];
    }

    int nextInt() {
        return (int) next();
    }

    long nextLong() {
        return (long) next();
    }

    /** A number of elements; at most {@code most}. */
    int nextSize(int most) {
        int size = nextInt();
        if (size < 0 || size > most) {
            throw new IllegalArgumentException(
                    "a snapshot of " + kind + " says " + size + " elements where there are at most " + most);
        }
        return size;
    }

    void end() {
        if (next != values.length) {
            throw new IllegalArgumentException(
                    "a snapshot of " + kind + " is " + next + " numbers, not " + values.length);
        }
    }
}
