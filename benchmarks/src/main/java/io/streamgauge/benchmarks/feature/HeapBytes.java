package io.streamgauge.benchmarks.feature;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jol.info.GraphStats;

/**
 * Bytes on the heap that one entity's state takes: of all objects that can be reached from it, less what entities share.
 *
 * <p>What is shared is sized before the entity has an event. Afterwards scratch space that is shared may lead to the entity's
 * own arrays, and to take off all that it leads to would take off part of the state. So what scratch space has grown by since
 * counts as the entity's.
 */
final class HeapBytes {

    static {
        // Records have no public field offsets; without this JOL asks for an agent to be attached.
        System.setProperty("jol.magicFieldOffset", "true");
    }

    private final FeatureEngine engine;
    private final long sharedBytes;

    /** @param engine one that has no events yet */
    HeapBytes(FeatureEngine engine) {
        this.engine = engine;
        this.sharedBytes = size(engine.shared());
    }

    /** Bytes of the state as it is now. */
    long now() {
        List<Object> roots = new ArrayList<>(engine.shared());
        roots.add(engine.state());
        return size(roots) - sharedBytes;
    }

    /** An object is counted once, whichever root it is reached from. */
    private static long size(List<Object> roots) {
        return roots.isEmpty() ? 0 : GraphStats.parseInstance(roots.toArray()).totalSize();
    }
}
