package io.streamgauge.store.aggregate;

/** A state that can give values back: a window slides over it at a cost that does not depend on its length. Never ordered. */
public interface Invertible extends Accumulator {

    /** Undoes an {@link #add} of the same time and value. */
    void remove(long timeMs, double value);
}
