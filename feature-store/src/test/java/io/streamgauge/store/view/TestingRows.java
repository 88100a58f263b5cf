package io.streamgauge.store.view;

import io.streamgauge.store.row.RowStore;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows and chunks in maps, with counts of what was asked and written. */
final class TestingRows implements RowStore {

    final Map<String, byte[]> rows = new HashMap<>();
    final Map<String, NavigableMap<Long, byte[]>> chunks = new HashMap<>();
    int rowsRead;
    int chunksWritten;

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
        chunksOf(entity, series).forEach(visitor::chunk);
    }

    @Override
    public void putChunk(String entity, int series, long id, byte[] chunk) {
        chunksWritten++;
        chunksOf(entity, series).put(id, chunk);
    }

    @Override
    public void deleteChunk(String entity, int series, long id) {
        if (chunksOf(entity, series).remove(id) == null) {
            throw new AssertionError("chunk " + id + " was never written");
        }
    }

    int chunkCount() {
        return chunks.values().stream().mapToInt(Map::size).sum();
    }

    private NavigableMap<Long, byte[]> chunksOf(String entity, int series) {
        return chunks.computeIfAbsent(entity + "/" + series, key -> new TreeMap<>());
    }
}
