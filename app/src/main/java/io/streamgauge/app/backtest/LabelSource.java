package io.streamgauge.app.backtest;

import io.streamgauge.drift.LabelRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Outcomes of the past, read once: those of a partition in the order of their offsets. Not thread-safe. */
public interface LabelSource extends AutoCloseable {

    /** How it is called in the report. */
    String name();

    /** Partitions of the topic they are in, or would be, that hold any; the others hold nobody back. */
    Set<Integer> filled();

    /** The next label that can be used, or null after the last. */
    @Nullable
    LabelRow next();

    /** What has been read so far that cannot be used. */
    BadLabels bad();

    @Override
    void close();
}
