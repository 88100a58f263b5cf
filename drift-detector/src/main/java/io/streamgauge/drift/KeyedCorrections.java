package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link Corrections} of the model at hand, whose store is its keyed state. */
final class KeyedCorrections {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeyedCorrections.class);

    /** State of each model of which something is kept: length of the steps that are, in milliseconds. */
    static final String LENGTH = "corrected-step-length";

    private final DriftDefinition definition;
    private final Corrections corrections;
    private final ValueState<Long> length;

    /** @param width how many features a summary has */
    KeyedCorrections(DriftDefinition definition, int width, RuntimeContext context) {
        this.definition = definition;
        this.length = context.getState(new ValueStateDescriptor<>(LENGTH, Types.LONG));
        this.corrections = new Corrections(
                definition,
                width,
                new Corrections.Kept(
                        new KeyedBytes(context, "corrected-steps"),
                        new KeyedBytes(context, "late-steps"),
                        new KeyedBytes(context, "first-verdicts")));
    }

    /** What is kept. Call {@link #begin} before something is added. */
    Corrections kept() {
        return corrections;
    }

    /** Something is about to be kept. */
    void begin() throws IOException {
        if (length.value() == null) {
            length.update(definition.step().toMillis());
        }
    }

    /** What is kept for the window that is corrected at a moment and for none after it goes. */
    void passed(long momentMs) throws IOException {
        corrections.passed(momentMs);
        if (corrections.isEmpty()) {
            length.clear();
        }
    }

    /**
     * Goes on from a checkpoint: what another document has left that this one does not fit is forgotten.
     *
     * @return moments at which something is corrected or forgotten
     */
    List<Long> restored(String model) throws IOException {
        Long before = length.value();
        if (before != null
                && definition.corrects()
                && before == definition.step().toMillis()) {
            return corrections.moments();
        }
        long rows = corrections.clear();
        length.clear();
        if (rows > 0) {
            LOGGER.warn(
                    "drift.corrections or drift.window has changed: the {} predictions of {} that came late correct nothing",
                    rows,
                    ModelKeys.split(model));
        }
        return List.of();
    }

    /** A map state, whose failures are those of the job. */
    private static final class KeyedBytes implements Corrections.Store {

        private final MapState<Long, byte[]> state;

        private KeyedBytes(RuntimeContext context, String name) {
            this.state = context.getMapState(
                    new MapStateDescriptor<>(name, Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public byte @Nullable [] get(long ms) {
            return attempt(() -> state.get(ms));
        }

        @Override
        public void put(long ms, byte[] bytes) {
            attempt(() -> {
                state.put(ms, bytes);
                return null;
            });
        }

        @Override
        public void remove(long ms) {
            attempt(() -> {
                state.remove(ms);
                return null;
            });
        }

        @Override
        public List<Long> moments() {
            List<Long> moments = attempt(() -> {
                List<Long> found = new ArrayList<>();
                state.keys().forEach(found::add);
                return found;
            });
            return moments == null ? List.of() : moments;
        }

        private static <T> @Nullable T attempt(Callable<@Nullable T> access) {
            try {
                return access.call();
            } catch (Exception e) {
                throw new IllegalStateException("the state of corrections cannot be read or written", e);
            }
        }
    }
}
