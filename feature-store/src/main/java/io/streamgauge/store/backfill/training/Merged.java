package io.streamgauge.store.backfill.training;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Encoded rows of all buckets of a spill, each of which is in order, in one order: that of their numbers. */
final class Merged {

    /** The next row of one bucket. */
    private static final class Head {

        private final byte[] bytes;
        private final Spill.Records rest;

        Head(byte[] bytes, Spill.Records rest) {
            this.bytes = bytes;
            this.rest = rest;
        }

        long number() {
            return SpineRow.numberOf(bytes);
        }
    }

    private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparingLong(Head::number));

    Merged(Spill spill) {
        for (int i = 0; i < spill.buckets(); i++) {
            add(spill.read(i));
        }
    }

    private void add(Spill.Records records) {
        byte[] bytes = records.next();
        if (bytes != null) {
            heads.add(new Head(bytes, records));
        }
    }

    /** The next row, or null after the last. */
    byte @Nullable [] next() {
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        add(head.rest);
        return head.bytes;
    }
}
