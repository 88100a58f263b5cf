package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Seasons;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.PartitionWatch;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The windows that one reader of predictions has open, model by model, with the latest event time and the change detectors of each
 * partition it reads. Windows that overlap are cut into the steps they are made of, which are windows here. Knows neither Flink nor
 * a clock: the job and a replay of the past count rows alike.
 *
 * <p>A row is late when its event time is more than {@code lateness} behind the latest seen in its partition, decided in the order
 * of offsets, or when its window is closed already. Late ones are summarised apart, as long as they can correct a window: when they are no more
 * than {@code corrections} later than that. Whatever has come of them is handed out each time a window closes.
 */
final class OpenWindows {

    private final DriftDefinition definition;
    private final int width;
    private final ChangeDetectors detectors;
    private final @Nullable Seasons seasons;
    private final SortedMap<String, SortedMap<Long, WindowSummary>> byModel = new TreeMap<>();
    private final SortedMap<String, SortedMap<Long, WindowSummary>> lateByModel = new TreeMap<>();
    private final SortedMap<Integer, Long> latestMsByPartition = new TreeMap<>();
    private final SortedSet<Integer> readHere = new TreeSet<>();
    private final SortedMap<Integer, Long> rowsSinceTold = new TreeMap<>();

    /** @param values names of a row's values, in order */
    OpenWindows(DriftDefinition definition, List<String> values) {
        this.definition = definition;
        this.width = values.size();
        this.seasons = definition.seasons();
        this.detectors = new ChangeDetectors(definition.watch().detectors(), values, GapWindows.forgetMs(definition));
    }

    /** What becomes of a row. */
    enum Entry {
        /** It has entered its window. */
        ON_TIME,
        /** It is kept to correct its window. */
        LATE,
        /** It is in no window. */
        TOO_LATE
    }

    /** Takes a window that is complete. */
    @FunctionalInterface
    interface Closed {
        void take(String model, long windowStartMs, WindowSummary summary);
    }

    /** Adds a row to its window, or to what is late of it. */
    Entry add(ScoredRow row, long watermarkMs) {
        long stepStartMs = definition.stepStartMs(row.eventTimeMs);
        long allowedMs = moveClock(row) - definition.lateness().toMillis();
        if (row.eventTimeMs < allowedMs || stepStartMs < firstOpenMs(watermarkMs)) {
            return addLate(row, stepStartMs, allowedMs, watermarkMs);
        }
        WindowSummary window = window(byModel, row.model, stepStartMs);
        add(row, window);
        detectors.add(row).forEach(window::addDetection);
        rowsSinceTold.merge(row.feedPartition, 1L, Long::sum);
        return Entry.ON_TIME;
    }

    /**
     * The watermark is the least of all partitions: with a row that is not too late by its own the window is not corrected yet, unless the
     * partition was idle.
     */
    private Entry addLate(ScoredRow row, long stepStartMs, long allowedMs, long watermarkMs) {
        long lastEndMs = stepStartMs + definition.window().toMillis();
        if (!definition.corrects()
                || row.eventTimeMs < allowedMs - definition.corrections().toMillis()
                || definition.correctedMs(lastEndMs) <= firstOpenMs(watermarkMs)) {
            return Entry.TOO_LATE;
        }
        add(row, window(lateByModel, row.model, stepStartMs));
        return Entry.LATE;
    }

    private void add(ScoredRow row, WindowSummary window) {
        window.add(
                seasons == null ? definition.windowStartMs(row.eventTimeMs) : seasons.partStartMs(row.eventTimeMs),
                new OffsetRanges.Partition(row.sourceTopic, row.sourcePartition),
                row.sourceOffset,
                row.rank,
                row.values,
                row.texts);
    }

    /** Counts a row for the clock of its partition alone; the latest event time of that. */
    long moveClock(ScoredRow row) {
        readHere.add(row.feedPartition);
        return latestMsByPartition.merge(row.feedPartition, row.eventTimeMs, Math::max);
    }

    /** Hands out the windows that a watermark closes, model by model and in order of time, and forgets them. */
    void close(long watermarkMs, Closed closed) {
        byModel.forEach((model, windows) -> {
            SortedMap<Long, WindowSummary> complete = windows.headMap(firstOpenMs(watermarkMs));
            complete.forEach((windowStartMs, summary) -> closed.take(model, windowStartMs, summary));
            complete.clear();
        });
    }

    /** Hands out what has come late, and forgets it: more of the same windows may come. */
    void releaseLate(Closed taken) {
        forEach(lateByModel, taken);
        lateByModel.clear();
    }

    /** Hands out all windows and forgets them: others of the same time are begun when their rows come. */
    void release(Closed taken) {
        forEach(taken);
        byModel.clear();
    }

    /** How far the partitions have come that are read here, with the rows since the last call. */
    List<PartitionWatch.Progress> progress() {
        List<PartitionWatch.Progress> progress = readHere.stream()
                .map(partition -> new PartitionWatch.Progress(
                        partition,
                        latestMsByPartition.getOrDefault(partition, Long.MIN_VALUE),
                        rowsSinceTold.getOrDefault(partition, 0L)))
                .toList();
        rowsSinceTold.clear();
        return progress;
    }

    /** Start of the earliest window that a watermark leaves open: no row at or before the watermark will come any more. */
    long firstOpenMs(long watermarkMs) {
        boolean noTime = watermarkMs == Long.MIN_VALUE || watermarkMs == Long.MAX_VALUE;
        return noTime ? watermarkMs : definition.stepStartMs(watermarkMs + 1);
    }

    /** Partitions read here whose own clock leaves a window open that ends at a moment: it is closed only because they are idle. */
    SortedSet<Integer> behind(long windowEndMs) {
        SortedSet<Integer> behind = new TreeSet<>(readHere);
        behind.removeIf(partition -> latestMsByPartition.getOrDefault(partition, windowEndMs)
                        - definition.lateness().toMillis()
                >= windowEndMs);
        return behind;
    }

    /** Hands out all windows, which stay. */
    void forEach(Closed open) {
        forEach(byModel, open);
    }

    /** Hands out what has come late and was not handed out yet, which stays. */
    void forEachLate(Closed late) {
        forEach(lateByModel, late);
    }

    private static void forEach(SortedMap<String, SortedMap<Long, WindowSummary>> byModel, Closed taken) {
        byModel.forEach((model, windows) -> windows.forEach((startMs, summary) -> taken.take(model, startMs, summary)));
    }

    /** Takes rows of a window back. */
    void restore(String model, long windowStartMs, WindowSummary summary) {
        window(byModel, model, windowStartMs).merge(summary);
    }

    /** Takes late rows of a window back. */
    void restoreLate(String model, long windowStartMs, WindowSummary summary) {
        window(lateByModel, model, windowStartMs).merge(summary);
    }

    /** Takes the clock of a partition back. */
    void restoreClock(int partition, long latestMs) {
        latestMsByPartition.merge(partition, latestMs, Math::max);
    }

    /** Latest event time seen, by partition. */
    SortedMap<Integer, Long> clocks() {
        return latestMsByPartition;
    }

    ChangeDetectors detectors() {
        return detectors;
    }

    private WindowSummary window(
            SortedMap<String, SortedMap<Long, WindowSummary>> windows, String model, long startMs) {
        return windows.computeIfAbsent(model, m -> new TreeMap<>())
                .computeIfAbsent(startMs, start -> new WindowSummary(width, DriftDetector.WINDOW_ROWS));
    }

    /** Rows in windows that are open, of all models. */
    long rows() {
        return byModel.values().stream()
                .flatMap(windows -> windows.values().stream())
                .mapToLong(WindowSummary::rows)
                .sum();
    }
}
