package io.streamgauge.store.expression;

/**
 * MurmurHash2 of 32 bits (Austin Appleby, 2008), little-endian, with the seed 0x9747b28c: the hash by which Kafka's
 * default partitioner places a record key.
 */
public final class Murmur2 {

    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private Murmur2() {}

    public static int of(byte[] bytes) {
        int h = SEED ^ bytes.length;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int k = littleEndian(bytes, i, 4) * M;
            h = (h * M) ^ ((k ^ (k >>> R)) * M);
        }
        if (whole < bytes.length) {
            h = (h ^ littleEndian(bytes, whole, bytes.length - whole)) * M;
        }
        h = (h ^ (h >>> 13)) * M;
        return h ^ (h >>> 15);
    }

    /** The partition where Kafka's default partitioner puts a record with this key. */
    public static int partitionOf(byte[] key, int partitions) {
        return (of(key) & Integer.MAX_VALUE) % partitions;
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[from + i] & 0xff) << (8 * i);
        }
        return word;
    }
}
