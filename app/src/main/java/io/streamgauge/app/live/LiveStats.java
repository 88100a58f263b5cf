package io.streamgauge.app.live;

import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running pipeline's own account of itself. Records written before this process began to count (the past) show in
 * lists and in the state of drift, but are not counted. Thread-safe.
 */
public final class LiveStats {

    private static final int PREDICTIONS_KEPT = 200;
    private static final int SCORES_KEPT = 5_000;
    private static final int SECONDS_KEPT = 180;

    private final ReferencePlan plan;
    private final LongSupplier eventsRead;
    private final Supplier<Map<String, Long>> withoutEntity;
    private final long startedAtMs;

    private final LatencyMeter latency = new LatencyMeter();
    private final RecentScores scores = new RecentScores(SCORES_KEPT);
    private final Recent<Prediction> predictions = new Recent<>(PREDICTIONS_KEPT);
    private final Recent<Second> seconds = new Recent<>(SECONDS_KEPT);
    private final DriftBoard drift = new DriftBoard();
    private final Map<String, Long> decisions = new TreeMap<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final SortedSet<String> drifted = new TreeSet<>();
    private final Map<Integer, ModelActivation> activations = new TreeMap<>();
    private long predicted;
    private long refused;
    private long lateEvents;
    private long alertsOpened;
    private long retrainingEvents;
    private long firstEventMs = Long.MAX_VALUE;
    private long lastEventMs = Long.MIN_VALUE;
    private long lastEventReadNanos;
    private final LongSupplier nanoClock;
    private boolean sawFirst = true;
    private long secondBeganMs;
    private long eventsBefore;
    private long predictedBefore;

    /**
     * @param plan what the reference will cover, to tell how far it is
     * @param eventsRead events of the scored source read by the topology since it started
     * @param startedAtMs wall clock
     */
    public LiveStats(ReferencePlan plan, LongSupplier eventsRead, long startedAtMs) {
        this(plan, eventsRead, Map::of, startedAtMs);
    }

    /**
     * @param plan what the reference will cover, to tell how far it is
     * @param eventsRead events of the scored source read by the topology since it started
     * @param withoutEntity events that named no entity of a view since it started, by view
     * @param startedAtMs wall clock
     */
    public LiveStats(
            ReferencePlan plan, LongSupplier eventsRead, Supplier<Map<String, Long>> withoutEntity, long startedAtMs) {
        this(plan, eventsRead, withoutEntity, startedAtMs, System::nanoTime);
    }

    LiveStats(
            ReferencePlan plan,
            LongSupplier eventsRead,
            Supplier<Map<String, Long>> withoutEntity,
            long startedAtMs,
            LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.plan = plan;
        this.eventsRead = eventsRead;
        this.withoutEntity = withoutEntity;
        this.startedAtMs = startedAtMs;
        this.secondBeganMs = startedAtMs;
    }

    /**
     * A prediction.
     *
     * @param past written before this process began to count
     * @param sentAtMs when its event was sent, wall clock
     * @param readAtMs when it was read, wall clock
     */
    public synchronized void prediction(Prediction prediction, boolean past, OptionalLong sentAtMs, long readAtMs) {
        long eventMs = prediction.getEventTime().toEpochMilli();
        firstEventMs = Math.min(firstEventMs, eventMs);
        if (eventMs > lastEventMs) {
            lastEventMs = eventMs;
            lastEventReadNanos = nanoClock.getAsLong();
        }
        sawFirst &= !past;
        predictions.add(prediction);
        if (prediction.getScore() != null) {
            scores.add(prediction.getScore());
        }
        if (past) {
            return;
        }
        predicted++;
        refused += prediction.getScore() == null ? 1 : 0;
        if (prediction.getDecision() != null) {
            decisions.merge(prediction.getDecision(), 1L, Long::sum);
        }
        sentAtMs.ifPresent(sent -> latency.record(readAtMs - sent));
    }

    /**
     * Event time now: the greatest of any prediction, and the time that has passed since that was read. So it stands still
     * while nothing is known, goes as fast as the events do, and as time does when none come, whatever becomes of the clock of the day.
     */
    public synchronized OptionalLong eventTimeMs() {
        return lastEventMs == Long.MIN_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(
                        lastEventMs + TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - lastEventReadNanos));
    }

    public synchronized void driftMetric(DriftMetric metric, boolean past) {
        drift.add(metric);
        if (!past && metric.getDrifted()) {
            drifted.add(metric.getFeature());
        }
    }

    /** Features that drifted in any window since this process began to count, in alphabetical order. */
    public synchronized SortedSet<String> driftedFeatures() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(drifted));
    }

    public synchronized void referenceProfile(ReferenceProfile profile) {
        drift.add(profile);
    }

    public synchronized void alert(DriftAlert alert, boolean past) {
        drift.add(alert);
        alertsOpened += !past && alert.getStatus() == AlertStatus.OPENED ? 1 : 0;
    }

    public synchronized void retrainingEvent(RetrainingEvent event, boolean past) {
        drift.add(event);
        retrainingEvents += past ? 0 : 1;
    }

    public synchronized void activation(ModelActivation activation) {
        activations.put(activation.getPartition(), activation);
    }

    /** The last of each partition that has one. */
    public synchronized List<ModelActivation> activations() {
        return List.copyOf(activations.values());
    }

    public synchronized void deadLetter(String cause) {
        deadLetters.merge(cause, 1L, Long::sum);
    }

    public synchronized void lateEvent() {
        lateEvents++;
    }

    /** Closes the current second when it is over; to be called a few times a second. */
    public synchronized void tick(long nowMs) {
        long lengthMs = nowMs - secondBeganMs;
        if (lengthMs < 1_000) {
            return;
        }
        long events = eventsRead.getAsLong();
        Latency second = latency.takeSecond();
        seconds.add(new Second(
                Instant.ofEpochMilli(nowMs),
                Math.max(0, events - eventsBefore) * 1_000.0 / lengthMs,
                (predicted - predictedBefore) * 1_000.0 / lengthMs,
                second.p50Ms(),
                second.p99Ms()));
        secondBeganMs = nowMs;
        eventsBefore = events;
        predictedBefore = predicted;
    }

    /** Predictions since this process began to count. */
    public synchronized long predicted() {
        return predicted;
    }

    public synchronized Snapshot snapshot(long nowMs) {
        List<Second> last = seconds.newest(1);
        return new Snapshot(
                Instant.ofEpochMilli(nowMs),
                Instant.ofEpochMilli(startedAtMs),
                counts(),
                last.isEmpty() ? null : last.get(0),
                latency.total(),
                lastEventMs == Long.MIN_VALUE ? null : Instant.ofEpochMilli(lastEventMs),
                driftState());
    }

    public synchronized Series series() {
        return new Series(seconds.inOrder(), scores.bins(), drift.windows());
    }

    /** Newest first. */
    public synchronized List<Prediction> predictions(int limit) {
        return predictions.newest(limit);
    }

    /** Each in its newest state, the one opened last first. */
    public synchronized List<DriftAlert> alerts() {
        return drift.alerts();
    }

    /** Newest first. */
    public synchronized List<RetrainingEvent> retrainingEvents() {
        return drift.retrainingEvents();
    }

    private Counts counts() {
        return new Counts(
                eventsRead.getAsLong(),
                predicted,
                new TreeMap<>(decisions),
                refused,
                new TreeMap<>(deadLetters),
                lateEvents,
                withoutEntity.get(),
                alertsOpened,
                retrainingEvents);
    }

    private DriftState driftState() {
        @Nullable DriftWindow last = drift.lastWindow().orElse(null);
        return new DriftState(
                plan.watches(), reference(), last, last == null ? List.of() : last.drifted(), drift.openAlerts());
    }

    private DriftState.Reference reference() {
        Optional<ReferenceProfile> profile = drift.anyProfile();
        if (profile.isPresent()) {
            return new DriftState.Reference(
                    true, 1.0, profile.get().getRangeStart(), profile.get().getRangeEnd());
        }
        boolean startKnown = sawFirst && lastEventMs != Long.MIN_VALUE;
        return new DriftState.Reference(
                false, startKnown ? plan.progress(firstEventMs, lastEventMs) : null, null, null);
    }
}
