package io.streamgauge.drift;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link Corrections} keep, in memory. */
final class HeldBytes implements Corrections.Store {

    private final SortedMap<Long, byte[]> held = new TreeMap<>();

    private HeldBytes() {}

    /** An empty place for each. */
    static Corrections.Kept kept() {
        return new Corrections.Kept(new HeldBytes(), new HeldBytes(), new HeldBytes(), new HeldBytes());
    }

    @Override
    public byte @Nullable [] get(long ms) {
        return held.get(ms);
    }

    @Override
    public void put(long ms, byte[] bytes) {
        held.put(ms, bytes);
    }

    @Override
    public void remove(long ms) {
        held.remove(ms);
    }

    @Override
    public List<Long> moments() {
        return List.copyOf(held.keySet());
    }

    @Override
    public boolean isEmpty() {
        return held.isEmpty();
    }
}
