package io.streamgauge.store.aggregate;

import java.util.function.DoubleConsumer;

/** A state that tells which values it holds, so that the texts they stand for are kept as long as it may give them back. */
public interface HeldValues extends Accumulator {

    /** Hands over each value that a result may be, now or after more values. */
    void held(DoubleConsumer each);
}
