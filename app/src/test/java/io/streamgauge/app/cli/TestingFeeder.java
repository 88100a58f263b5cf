package io.streamgauge.app.cli;

import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.TestingHistory;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Publishes transactions, a chunk after the other, until it is told to stop. */
public final class TestingFeeder {

    private static final int CHUNK = 100;

    private final Cluster cluster;
    private final SourceDefinition source;
    private final TestingHistory history;
    private final Path temp;
    private final int perSecond;
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final CompletableFuture<Integer> published;

    /** @param first the row to begin with */
    TestingFeeder(PipelineRuntime runtime, TestingHistory history, Path temp, int first, int perSecond) {
        this(runtime.cluster(), runtime.pipeline().features().scoredSource(), history, temp, first, perSecond);
    }

    /** @param first the row to begin with */
    public TestingFeeder(
            Cluster cluster, SourceDefinition source, TestingHistory history, Path temp, int first, int perSecond) {
        this.cluster = cluster;
        this.source = source;
        this.history = history;
        this.temp = temp;
        this.perSecond = perSecond;
        this.published = CompletableFuture.supplyAsync(() -> publish(first));
    }

    private int publish(int first) {
        FileReplay replay = new FileReplay(cluster, "fraud", source);
        int next = first;
        try {
            while (going.get()) {
                int end = next + CHUNK;
                if (end > history.size()) {
                    throw new IllegalStateException("there are only " + history.size() + " transactions");
                }
                Path chunk = history.file(temp, "chunk-" + next + ".csv", next, end);
                replay.publish(chunk, Pace.rate(perSecond), Long.MAX_VALUE, progress -> {});
                next = end;
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops; returns the row after the last that was published. */
    public int stop() {
        going.set(false);
        return published.join();
    }
}
