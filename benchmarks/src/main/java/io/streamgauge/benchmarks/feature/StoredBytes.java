package io.streamgauge.benchmarks.feature;

import io.streamgauge.store.row.RowStore;
import org.jspecify.annotations.Nullable;

/** A store that keeps nothing but the size of what it is given. */
final class StoredBytes implements RowStore {

    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public byte @Nullable [] row(String entity) {
        return null;
    }

    @Override
    public void putRow(String entity, byte[] row) {
        bytes += row.length;
    }

    @Override
    public void deleteRow(String entity) {
        throw new UnsupportedOperationException("nothing is kept of a row but its size");
    }

    @Override
    public void chunks(String entity, int series, ChunkVisitor visitor) {
        // there are none to hand out
    }

    @Override
    public void putChunk(String entity, int series, long id, byte[] chunk) {
        bytes += chunk.length;
    }

    @Override
    public void deleteChunk(String entity, int series, long id) {
        // what was dropped was never counted: a state is saved once
    }
}
