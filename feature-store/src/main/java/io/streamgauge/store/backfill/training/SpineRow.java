package io.streamgauge.store.backfill.training;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EnrichedEventCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * What visits the views one after the other and gathers features: an event of the scored source, or a moment asked for.
 *
 * @param number its place among the events, in order of arrival, or among the moments
 * @param event whether it is an event, which changes the state of views; a moment only reads it
 * @param enriched the event or moment, with its features so far
 * @param attached what was asked with it: rows of labels; none for an event nobody asked for
 */
record SpineRow(long number, boolean event, EnrichedEvent enriched, List<byte[]> attached) {

    long timeMs() {
        return enriched.event().timeMs();
    }

    byte[] encode(EnrichedEventCodec codec) {
        ByteWriter out = new ByteWriter();
        out.putVarint(number);
        out.put(event ? 1 : 0);
        out.putBytes(codec.encode(enriched));
        out.putVarint(attached.size());
        attached.forEach(out::putBytes);
        return out.toBytes();
    }

    static SpineRow decode(byte[] bytes, EnrichedEventCodec codec) {
        ByteReader in = new ByteReader(bytes);
        long number = in.nextVarint();
        boolean event = in.next() == 1;
        EnrichedEvent enriched = codec.decode(in.nextBytes());
        int count = (int) in.nextVarint();
        List<byte[]> attached = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attached.add(in.nextBytes());
        }
        return new SpineRow(number, event, enriched, attached);
    }

    /** The number of an encoded row. */
    static long numberOf(byte[] bytes) {
        return new ByteReader(bytes).nextVarint();
    }
}
