package io.streamgauge.drift.profile;

import java.nio.charset.StandardCharsets;

/**
 * A text as a number: 52 bits of a fixed hash, so that rows of texts take no more room than rows of numbers and the same texts have
 * the same code everywhere. Two of 10,000 texts share a code with a probability of 10⁻⁸.
 */
public final class CategoryCode {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private CategoryCode() {}

    /** FNV-1a over the text's UTF-8, mixed by Stafford's variant 13, its upper 52 bits; a whole number that a double holds. */
    public static double of(String text) {
        long z = OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            z = (z ^ (b & 0xff)) * PRIME;
        }
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z = z ^ (z >>> 31);
        return z >>> 12;
    }
}
