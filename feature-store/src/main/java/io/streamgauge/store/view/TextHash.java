package io.streamgauge.store.view;

/**
 * A number that stands for a text, the same in every process: FNV-1a over the UTF-16 code units [1], mixed by the finaliser
 * of SplitMix64 [2] so that all bits depend on all.
 *
 * <p>[1] G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, The FNV Non-Cryptographic Hash Algorithm, draft-eastlake-fnv. [2] G.
 * L. Steele, D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.
 */
final class TextHash {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private TextHash() {}

    /** All 64 bits. */
    static long of(String text) {
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            hash = (hash ^ (unit & 0xFF)) * PRIME;
            hash = (hash ^ (unit >>> 8)) * PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /**
     * The upper 53 bits, which a double holds exactly. Among n texts the chance that two share a code is below
     * {@code n^2 / 2^54}: one in 18 million for 30,000 texts.
     */
    static double code(String text) {
        return (double) (of(text) >>> 11);
    }
}
