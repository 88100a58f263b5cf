package io.streamgauge.store.aggregate;

/** A state that can give values back: a window slides over it at a cost that does not depend on its length. Never ordered. */
public interface Invertible extends Accumulator {

    /** Undoes an {@link #add} of the same time and value. */
    void remove(long timeMs, double value);

    /**
     * Whether giving back the newest values brings back what older ones left. Where not, since it has let go of what weighs
     * nothing beside newer values, a state that is to end earlier is made anew.
     */
    default boolean remembers() {
        return true;
    }
}
