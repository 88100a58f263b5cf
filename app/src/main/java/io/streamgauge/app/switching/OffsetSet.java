package io.streamgauge.app.switching;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A set of offsets of one partition: 8 KiB for each 65,536 offsets in a row of which any is in it, so about a bit per event.
 * Not thread-safe.
 */
final class OffsetSet {

    private static final int PAGE_BITS = 16;
    private static final int WORD_BITS = 6;
    private static final int WORDS = 1 << (PAGE_BITS - WORD_BITS);
    private static final long IN_PAGE = (1L << PAGE_BITS) - 1;

    private final Map<Long, long[]> pages = new HashMap<>();
    private long size;
    private long greatest = -1;

    /** Adds an offset; returns whether it is new. */
    boolean add(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is 0 or more, not " + offset);
        }
        long[] page = pages.computeIfAbsent(offset >>> PAGE_BITS, number -> new long[WORDS]);
        int word = word(offset);
        long bit = 1L << offset;
        boolean added = (page[word] & bit) == 0;
        page[word] |= bit;
        size += added ? 1 : 0;
        greatest = Math.max(greatest, offset);
        return added;
    }

    boolean contains(long offset) {
        long[] page = pages.get(offset >>> PAGE_BITS);
        return page != null && (page[word(offset)] & (1L << offset)) != 0;
    }

    private static int word(long offset) {
        return (int) ((offset & IN_PAGE) >>> WORD_BITS);
    }

    long size() {
        return size;
    }

    /** The greatest offset; -1 when there is none. */
    long greatest() {
        return greatest;
    }

    /** Hands out all offsets, the least first. */
    void forEach(LongConsumer out) {
        long[] numbers =
                pages.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        Arrays.stream(numbers).forEach(number -> page(number, out));
    }

    private void page(long number, LongConsumer out) {
        long[] page = pages.getOrDefault(number, new long[WORDS]);
        for (int word = 0; word < WORDS; word++) {
            for (long bits = page[word]; bits != 0; bits &= bits - 1) {
                out.accept((number << PAGE_BITS) + ((long) word << WORD_BITS) + Long.numberOfTrailingZeros(bits));
            }
        }
    }
}
