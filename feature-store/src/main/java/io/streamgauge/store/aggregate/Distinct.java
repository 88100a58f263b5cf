package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;

/** Which values are one: -0.0 equals 0.0, and NaN equals NaN. */
final class Distinct {

    private Distinct() {}

    /** The one that stands for all its equals: 0.0 for -0.0, and one NaN for all. */
    static double canonical(double value) {
        return Double.isNaN(value) ? Double.NaN : value + 0.0;
    }

    static boolean same(double a, double b) {
        return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
    }

    /** 64 well mixed bits of a canonical value: the finaliser of SplitMix64, which maps no two values to one. */
    static long hash(double canonical) {
        long bits = Double.doubleToLongBits(canonical) + 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    /** Reads a written value, which is canonical. */
    static double read(ByteReader in) {
        long bits = in.nextLong();
        double value = Double.longBitsToDouble(bits);
        if (Double.doubleToLongBits(canonical(value)) != bits) {
            throw new IllegalArgumentException("a value that is not canonical, bits " + Long.toHexString(bits));
        }
        return value;
    }
}
