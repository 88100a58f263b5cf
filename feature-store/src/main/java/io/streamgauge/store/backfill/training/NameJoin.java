package io.streamgauge.store.backfill.training;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One bucket of rows that name events, by name. An event takes all rows that name it, in their order; once. */
final class NameJoin {

    private final Map<String, List<byte[]>> byName = new LinkedHashMap<>();

    NameJoin(Spill.Records records) {
        for (byte[] bytes = records.next(); bytes != null; bytes = records.next()) {
            ByteReader in = new ByteReader(bytes);
            byName.computeIfAbsent(in.nextText(), name -> new ArrayList<>(1)).add(in.nextBytes());
        }
    }

    /** A row as a record of the bucket. */
    static byte[] named(String name, byte[] attached) {
        ByteWriter out = new ByteWriter();
        out.putText(name);
        out.putBytes(attached);
        return out.toBytes();
    }

    /** What the rows of a name have attached; nothing where there are none, or an event before took them. */
    List<byte[]> take(String name) {
        List<byte[]> taken = byName.remove(name);
        return taken == null ? List.of() : taken;
    }

    /** What those rows have attached that no event took. */
    List<byte[]> unmatched() {
        return byName.values().stream().flatMap(List::stream).toList();
    }
}
