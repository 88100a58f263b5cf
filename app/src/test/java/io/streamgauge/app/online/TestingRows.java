package io.streamgauge.app.online;

import io.streamgauge.store.row.RowStore;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows and chunks in maps, with a count of the rows that were read. */
final class TestingRows implements RowStore {

    private final Map<String, byte[]> rows = new HashMap<>();
    private final Map<String, NavigableMap<Long, byte[]>> chunks = new HashMap<>();
    int rowsRead;

    @Override
    public byte @Nullable [] row(String entity) {
        rowsRead++;
        return rows.get(entity);
    }

    @Override
    public void putRow(String entity, byte[] row) {
        rows.put(entity, row);
    }

    @Override
    public void deleteRow(String entity) {
        rows.remove(entity);
    }

    @Override
    public void chunks(String entity, int series, ChunkVisitor visitor) {
        of(entity, series).forEach(visitor::chunk);
    }

    @Override
    public void putChunk(String entity, int series, long id, byte[] chunk) {
        of(entity, series).put(id, chunk);
    }

    @Override
    public void deleteChunk(String entity, int series, long id) {
        of(entity, series).remove(id);
    }

    private NavigableMap<Long, byte[]> of(String entity, int series) {
        return chunks.computeIfAbsent(entity + "/" + series, key -> new TreeMap<>());
    }
}
