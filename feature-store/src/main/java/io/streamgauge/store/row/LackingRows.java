package io.streamgauge.store.row;

import org.jspecify.annotations.Nullable;

/**
 * Rows of which some may be missing; see {@link RowStore#mayLack}.
 *
 * @param rows those that are left
 */
public record LackingRows(RowStore rows) implements RowStore {

    @Override
    public byte @Nullable [] row(String entity) {
        return rows.row(entity);
    }

    @Override
    public void putRow(String entity, byte[] row) {
        rows.putRow(entity, row);
    }

    @Override
    public void deleteRow(String entity) {
        rows.deleteRow(entity);
    }

    @Override
    public void chunks(String entity, int series, ChunkVisitor visitor) {
        rows.chunks(entity, series, visitor);
    }

    @Override
    public void putChunk(String entity, int series, long id, byte[] chunk) {
        rows.putChunk(entity, series, id, chunk);
    }

    @Override
    public void deleteChunk(String entity, int series, long id) {
        rows.deleteChunk(entity, series, id);
    }

    @Override
    public boolean mayLack() {
        return true;
    }

    @Override
    public void begunAnew(String entity) {
        rows.begunAnew(entity);
    }
}
