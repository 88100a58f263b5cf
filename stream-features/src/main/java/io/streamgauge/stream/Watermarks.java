package io.streamgauge.stream;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How far event time has come, as the tasks of this process know it: by source and partition, and by view. Thread-safe; a
 * task writes without a lock, so it costs an event two plain stores.
 */
public final class Watermarks {

    private static final long NONE = Long.MIN_VALUE;

    private final LongSupplier elapsedMs;
    private final Set<OfSource> sources = ConcurrentHashMap.newKeySet();
    private final Set<OfView> views = ConcurrentHashMap.newKeySet();

    public Watermarks() {
        this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /**
     * @param elapsedMs milliseconds since any moment, by which silence is measured. Not those of the day: their clock may be
     *     set, and a partition that has not been heard yet would be taken for empty
     */
    public Watermarks(LongSupplier elapsedMs) {
        this.elapsedMs = elapsedMs;
    }

    /** What silence is measured by. */
    long nowMs() {
        return elapsedMs.getAsLong();
    }

    /** Every partition of a source that this process reads, by source and partition. */
    public List<SourceWatermark> sources() {
        long nowMs = nowMs();
        return sources.stream()
                .map(task -> task.at(nowMs))
                .sorted(Comparator.comparing(SourceWatermark::source).thenComparing(SourceWatermark::partition))
                .toList();
    }

    /** Every partition of a view that this process keeps, by view and partition. */
    public List<ViewWatermark> views() {
        return views.stream()
                .map(OfView::now)
                .sorted(Comparator.comparing(ViewWatermark::view).thenComparing(ViewWatermark::partition))
                .toList();
    }

    /** One partition of a view; empty when this process does not keep it, or not yet: its task must be restored before. */
    public Optional<ViewWatermark> view(String name, int partition) {
        for (OfView view : views) {
            if (view.partition == partition && view.name.equals(name)) {
                return Optional.of(view.now());
            }
        }
        return Optional.empty();
    }

    OfSource source(String name, int partition, long latenessMs, long greatestMs) {
        OfSource task = new OfSource(name, partition, latenessMs, greatestMs, nowMs());
        sources.add(task);
        return task;
    }

    /** @param upstream name of what the task hears, whose partitions may hold it back */
    OfView view(String name, int partition, String upstream) {
        OfView task = new OfView(name, partition, upstream);
        views.add(task);
        return task;
    }

    private static OptionalLong known(long timeMs) {
        return timeMs == NONE ? OptionalLong.empty() : OptionalLong.of(timeMs);
    }

    /** What one ingest task tells. */
    final class OfSource implements AutoCloseable {

        private final String name;
        private final int partition;
        private final long latenessMs;
        private final AtomicLong greatestMs;
        private final AtomicLong gaveAtMs;

        private OfSource(String name, int partition, long latenessMs, long greatestMs, long nowMs) {
            this.name = name;
            this.partition = partition;
            this.latenessMs = latenessMs;
            this.greatestMs = new AtomicLong(greatestMs);
            this.gaveAtMs = new AtomicLong(nowMs);
        }

        /** The partition has given an event that is not late. */
        void gave(long newGreatestMs) {
            greatestMs.lazySet(newGreatestMs);
            gaveAtMs.lazySet(nowMs());
        }

        private SourceWatermark at(long nowMs) {
            return new SourceWatermark(
                    name, partition, known(greatestMs.get()), latenessMs, Math.max(0, nowMs - gaveAtMs.get()));
        }

        @Override
        public void close() {
            sources.remove(this);
        }
    }

    /** What one view task tells. */
    final class OfView implements AutoCloseable {

        private final String name;
        private final int partition;
        private final String upstream;
        private final AtomicLong lowMs = new AtomicLong(NONE);
        private final AtomicLong heldBackBy = new AtomicLong();

        private OfView(String name, int partition, String upstream) {
            this.name = name;
            this.partition = partition;
            this.upstream = upstream;
        }

        /** @param newLowMs low watermark, the earliest long when it is not known */
        void reached(long newLowMs, int upstreamPartition) {
            heldBackBy.lazySet(upstreamPartition);
            lowMs.lazySet(newLowMs);
        }

        private ViewWatermark now() {
            return new ViewWatermark(name, partition, known(lowMs.get()), upstream + "/" + heldBackBy.get());
        }

        @Override
        public void close() {
            views.remove(this);
        }
    }
}
