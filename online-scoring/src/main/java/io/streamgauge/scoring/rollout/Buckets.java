package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.BucketRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The million buckets that entities fall into. A candidate holds some of them, the champion all others. An entity's bucket
 * depends on the salt of the experiment and on its text, and on nothing else: it is the same in every instance and for ever.
 *
 * <p>{@code bucket = (h >>> 32) * 1000000 >>> 32}, where {@code h} is FNV-1a of 64 bits [1] over the salt in UTF-8, a zero byte
 * and the entity in UTF-8, mixed by the last step of MurmurHash3 (fmix64) [2], since the upper bits of FNV alone are poor for short texts.
 *
 * <p>[1] G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, The FNV Non-Cryptographic Hash Algorithm, IETF draft. [2] A. Appleby,
 * MurmurHash3, public domain.
 */
public final class Buckets {

    /** How many there are: a share is told to a ten-thousandth of a percent. */
    public static final int COUNT = 1_000_000;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Buckets() {}

    /** The bucket of an entity, from 0. */
    public static int of(String salt, String entity) {
        long hash = fnv(FNV_OFFSET, salt.getBytes(StandardCharsets.UTF_8));
        hash *= FNV_PRIME; // the zero byte: xor with 0, then the product
        hash = mixed(fnv(hash, entity.getBytes(StandardCharsets.UTF_8)));
        return (int) (((hash >>> 32) * COUNT) >>> 32);
    }

    private static long fnv(long hash, byte[] bytes) {
        long next = hash;
        for (byte b : bytes) {
            next = (next ^ (b & 0xff)) * FNV_PRIME;
        }
        return next;
    }

    private static long mixed(long hash) {
        long next = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        next = (next ^ (next >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return next ^ (next >>> 33);
    }

    /** How many buckets ranges hold. */
    public static int size(List<BucketRange> ranges) {
        return ranges.stream()
                .mapToInt(range -> range.getTo() - range.getFrom())
                .sum();
    }

    /**
     * Ranges of so many buckets that differ from {@code own} as little as can be: one that grows keeps all it has and takes
     * the lowest that nobody holds; one that shrinks gives up its highest.
     *
     * @param taken buckets that others hold
     * @throws IllegalArgumentException when fewer are free
     */
    static List<BucketRange> resized(List<BucketRange> own, BitSet taken, int wanted) {
        BitSet held = bits(own);
        int surplus = held.cardinality() - wanted;
        for (int bucket = held.length() - 1; surplus > 0; bucket = held.previousSetBit(bucket - 1), surplus--) {
            held.clear(bucket);
        }
        int missing = wanted - held.cardinality();
        for (int bucket = 0; missing > 0; bucket++) {
            if (bucket >= COUNT) {
                throw new IllegalArgumentException("there are not " + wanted + " buckets");
            }
            if (!held.get(bucket) && !taken.get(bucket)) {
                held.set(bucket);
                missing--;
            }
        }
        return ranges(held);
    }

    static BitSet bits(List<BucketRange> ranges) {
        BitSet bits = new BitSet(COUNT);
        ranges.forEach(range -> bits.set(range.getFrom(), range.getTo()));
        return bits;
    }

    private static List<BucketRange> ranges(BitSet bits) {
        List<BucketRange> ranges = new ArrayList<>();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from);
            ranges.add(new BucketRange(from, to));
            from = bits.nextSetBit(to);
        }
        return ranges;
    }
}
