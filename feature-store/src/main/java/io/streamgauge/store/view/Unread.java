package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.HeldValues;
import io.streamgauge.store.aggregate.Invertible;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.function.DoubleConsumer;

/**
 * Stands for a state of which no unbounded window makes use, where those of such windows are kept: it keeps nothing.
 *
 * @param recipe of that state
 */
record Unread(Recipe recipe) implements Recipe {

    private static final State STATE = new State();

    @Override
    public Accumulator newState() {
        return STATE;
    }

    @Override
    public long stateBytes(long values) {
        return 0;
    }

    private static final class State implements Invertible, HeldValues {

        @Override
        public void add(long timeMs, double value) {}

        @Override
        public void remove(long timeMs, double value) {}

        @Override
        public void merge(Accumulator newer) {}

        @Override
        public void clear() {}

        @Override
        public void held(DoubleConsumer each) {}

        @Override
        public void write(ByteWriter out) {}

        @Override
        public void read(ByteReader in) {}
    }
}
