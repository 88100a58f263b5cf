package io.streamgauge.store.view;

import io.streamgauge.store.row.RowStore;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The states of a view's entities over their store. Those used last stay on the heap with all that slides over them, up to
 * a budget of bytes; what is saved is in the store at once, so losing this object loses nothing. Not thread-safe.
 */
public final class EntityStates {

    /** Default budget: 32 MiB. */
    public static final long DEFAULT_CACHE_BYTES = 32L << 20;

    private final ViewPlan plan;
    private final RowCodec codec;
    private final RowStore rows;
    private final EntityState none;
    private final long budgetBytes;
    private final Map<String, Held> held = new LinkedHashMap<>(64, 0.75f, true);
    private long heldBytes;

    /** @param budgetBytes how much of the heap states may take, about; one state is held however large it is */
    EntityStates(ViewPlan plan, RowStore rows, long budgetBytes) {
        this.plan = plan;
        this.codec = new RowCodec(plan);
        this.rows = rows;
        this.none = new EntityState(plan);
        this.budgetBytes = budgetBytes;
    }

    /** The state of an entity, new when it has none. To be changed and then saved. */
    public EntityState of(String entity) {
        EntityState known = find(entity);
        return known == none ? new EntityState(plan) : known;
    }

    /** The state of an entity, only to be read; one without events when it has none. */
    public EntityState reading(String entity) {
        return find(entity);
    }

    /** Stores what changed of a state. */
    public void save(String entity, EntityState state) {
        codec.save(entity, state, rows);
        hold(entity, state);
    }

    /** Deletes all that is stored of an entity. */
    public void forget(String entity) {
        codec.delete(entity, rows);
        drop(entity);
    }

    private void drop(String entity) {
        Held known = held.remove(entity);
        if (known != null) {
            heldBytes -= known.bytes();
        }
    }

    /**
     * Deletes all that is stored of an entity if reads as of a moment or later find nothing of it any more, because it has
     * been idle for longer than the view's max_age.
     *
     * @param row its row as it is stored
     * @return whether it was deleted
     */
    public boolean forgetIfOver(String entity, byte[] row, long noReadBeforeMs) {
        boolean over = codec.over(entity, row, rows, noReadBeforeMs);
        if (over) {
            codec.delete(entity, row, rows);
            drop(entity);
        }
        return over;
    }

    private EntityState find(String entity) {
        Held known = held.get(entity);
        if (known != null) {
            if (known.state().heapBytes() + 2L * entity.length() != known.bytes()) {
                hold(entity, known.state()); // reads have made more of it
            }
            return known.state();
        }
        byte[] row = rows.row(entity);
        if (row == null) {
            return none;
        }
        EntityState state = codec.load(entity, row, rows);
        hold(entity, state);
        return state;
    }

    private void hold(String entity, EntityState state) {
        Held now = new Held(state, state.heapBytes() + 2L * entity.length());
        Held before = held.put(entity, now);
        heldBytes += now.bytes() - (before == null ? 0 : before.bytes());
        if (heldBytes > budgetBytes) {
            Iterator<Held> oldest = held.values().iterator();
            while (heldBytes > budgetBytes && held.size() > 1) {
                heldBytes -= oldest.next().bytes();
                oldest.remove();
            }
        }
    }

    private record Held(EntityState state, long bytes) {}
}
