package io.streamgauge.scoring;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that holds nothing, and by which a processor hears that its task is about to commit. Before it looks how far it
 * has come and what it has produced, a task of Kafka Streams has the caches of its stores flushed, since that may forward
 * records; so what a processor holds back and forwards then is part of the same transaction as the offsets of its causes.
 */
final class BeforeCommit implements StateStore, CachedStateStore<Object, Object> {

    private final String name;
    private Runnable work = () -> {};
    private boolean open;

    private BeforeCommit(String name) {
        this.name = name;
    }

    /** Makes one for each task. */
    static StoreBuilder<BeforeCommit> builder(String name) {
        return new Builder(name);
    }

    /** From now on, what is to be done before each commit. */
    void run(Runnable newWork) {
        work = newWork;
    }

    @Override
    public void flushCache() {
        work.run();
    }

    @Override
    public void clearCache() {
        // nothing of it is kept here
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void flush() {
        // there is nothing to keep
    }

    @Override
    public void close() {
        open = false;
        work = () -> {};
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private record Builder(String name) implements StoreBuilder<BeforeCommit> {

        @Override
        public StoreBuilder<BeforeCommit> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingEnabled(@Nullable Map<String, String> config) {
            throw new UnsupportedOperationException("there is nothing to log");
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingDisabled() {
            return this;
        }

        @Override
        public BeforeCommit build() {
            return new BeforeCommit(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
