package io.streamgauge.store.row;

import org.jspecify.annotations.Nullable;

/**
 * Where the rows of one view are kept: one per entity, and for entities with many values in their windows chunks of the
 * older ones, each under a key of its own. Row and chunks of an entity change in one transaction.
 */
public interface RowStore {

    /** Takes one stored chunk. */
    interface ChunkVisitor {
        void chunk(long id, byte[] chunk);
    }

    /** The row of an entity; null when it has none. */
    byte @Nullable [] row(String entity);

    void putRow(String entity, byte[] row);

    void deleteRow(String entity);

    /** Hands out the chunks of one series of an entity, in ascending order of their ids. */
    void chunks(String entity, int series, ChunkVisitor visitor);

    void putChunk(String entity, int series, long id, byte[] chunk);

    void deleteChunk(String entity, int series, long id);
}
