package io.streamgauge.store.view;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts of a run of values as bytes, each distinct one once:
 *
 * <pre>
 *   number of distinct texts (varint), each (length in bytes as varint, UTF-8) in the order they come, then for each value the
 *   place of its text among them (varint)
 * </pre>
 */
final class TextRun {

    private TextRun() {}

    static void write(Series series, TextDictionary texts, long from, long to, ByteWriter out) {
        Map<Double, Integer> places = new LinkedHashMap<>();
        int[] values = new int[(int) (to - from)];
        for (int i = 0; i < values.length; i++) {
            double code = series.value(from + i);
            Integer place = places.putIfAbsent(code, places.size());
            values[i] = place == null ? places.size() - 1 : place;
        }
        out.putVarint(places.size());
        places.keySet().forEach(code -> out.putText(texts.text(code)));
        for (int value : values) {
            out.putVarint(value);
        }
    }

    /** Appends values to a series, with texts in place of numbers. */
    static void read(long[] times, Series series, TextDictionary texts, ByteReader in) {
        long size = in.nextVarint();
        if (size < 1 || size > times.length) {
            throw new IllegalArgumentException(size + " texts of " + times.length + " values");
        }
        String[] distinct = new String[(int) size];
        for (int i = 0; i < distinct.length; i++) {
            distinct[i] = in.nextText();
        }
        for (long timeMs : times) {
            long place = in.nextVarint();
            if (place < 0 || place >= distinct.length) {
                throw new IllegalArgumentException("text " + place + " of " + distinct.length);
            }
            series.append(timeMs, texts.use(distinct[(int) place]));
        }
    }
}
