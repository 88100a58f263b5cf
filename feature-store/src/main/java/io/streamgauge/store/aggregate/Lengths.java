package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;

/** Written lengths and counts, checked before anything is made of them. */
final class Lengths {

    private Lengths() {}

    static int read(ByteReader in, int most) {
        long length = in.nextVarint();
        if (length < 0 || length > most) {
            throw new IllegalArgumentException(length + " values where there may be " + most);
        }
        return (int) length;
    }

    /** A count of at least one. */
    static long count(ByteReader in) {
        long count = in.nextVarint();
        if (count < 1) {
            throw new IllegalArgumentException("a count of " + count);
        }
        return count;
    }
}
