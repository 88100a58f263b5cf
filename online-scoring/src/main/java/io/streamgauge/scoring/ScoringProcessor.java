package io.streamgauge.scoring;

import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.scoring.rollout.RecordedRevisions;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Origin;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Turns every enriched event into one prediction, in the task and the transaction that enriched it. Key and timestamp
 * stay.
 *
 * <p><b>Deployments.</b> A task goes over to a newer revision between two events, as soon as its models are loaded. With the
 * first event that it scores under a revision it notes the revision in its store and forwards a {@link ModelActivation}: both
 * are part of the transaction of that event's prediction. So after a crash a task is at the revision of its last commit, and
 * each activation is in the topic once. A task that goes on with a revision at a topic of another name, or at one that was
 * made anew, notes it there as well: activations are of offsets, and offsets are of a topic.
 *
 * <p><b>Together.</b> Where the model allows it, events wait a moment and are scored by one run: until as many wait as a run
 * takes, the task goes over to another revision, its thread has nothing left to process and asks for more, or the task
 * commits. So predictions are in the order of events, in the transactions of their events, and the same as one by one; and an
 * event waits for none that its thread does not yet have.
 *
 * <p><b>Replay.</b> A task whose {@link Rollout} has a record takes each event's revision from there, and no other.
 *
 * <p>What is measured is told to {@link ScoringMetrics}.
 */
public final class ScoringProcessor implements Processor<String, EnrichedEvent, String, SpecificRecord> {

    /** Store of the revision that a task is at, where deployments are followed. */
    public static final String STORE = "model-revision";

    /** By which the operator hears of a commit. */
    static final String WAITING = "waiting-events";

    private static final String REVISION = "revision";
    /** Followed by the name of a topic: the offset of the last activation there. */
    private static final String SINCE = "since ";

    /** Recorded revisions that stay loaded. */
    private static final int KEPT = 3;

    private final Rollout rollout;
    private final LongSupplier wallClockMs;
    private final @Nullable Outlets outlets;
    private final ScoringMetrics told;
    private final Rounds rounds;
    private @Nullable Running running;

    /** The stream threads, which take events in rounds: they ask for some, and process them all. */
    @FunctionalInterface
    public interface Rounds {

        /** Threads that do nothing at the end of a round; what waits then is scored before the next commit. */
        Rounds UNKNOWN = work -> () -> {};

        /**
         * Has the calling thread do something at the end of each round.
         *
         * @return what makes it leave that
         */
        Runnable atEnd(Runnable work);
    }

    /**
     * Names of the nodes behind the processor.
     *
     * @param predictions takes predictions
     * @param activations takes activations
     */
    public record Outlets(String predictions, String activations) {}

    private ScoringProcessor(
            Rollout rollout, LongSupplier wallClockMs, @Nullable Outlets outlets, ScoringMetrics told, Rounds rounds) {
        this.rounds = rounds;
        this.rollout = rollout;
        this.wallClockMs = wallClockMs;
        this.outlets = outlets;
        this.told = told;
    }

    /** Makes a processor for each task, all of which share one model; every node behind it gets the predictions. */
    public static ProcessorSupplier<String, EnrichedEvent, String, SpecificRecord> supplier(
            EventScoring scoring, LongSupplier wallClockMs, ScoringMetrics told) {
        Rollout fixed = Rollout.fixed(scoring);
        return () -> new ScoringProcessor(fixed, wallClockMs, null, told, Rounds.UNKNOWN);
    }

    /** Makes a processor for each task, with its stores, all of which follow the deployments. */
    public static ProcessorSupplier<String, EnrichedEvent, String, SpecificRecord> supplier(
            Rollout rollout, LongSupplier wallClockMs, Outlets outlets, ScoringMetrics told, Rounds rounds) {
        StoreBuilder<KeyValueStore<String, Long>> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.Long())
                .withCachingDisabled();
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, EnrichedEvent, String, SpecificRecord> get() {
                return new ScoringProcessor(rollout, wallClockMs, outlets, told, rounds);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(store, BeforeCommit.builder(WAITING));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        running = new Running(context, rollout, wallClockMs, outlets, told, rounds);
    }

    @Override
    public void process(Record<String, EnrichedEvent> enriched) {
        if (running == null) {
            throw new IllegalStateException("not initialised");
        }
        running.process(enriched);
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** What a task holds from init to close. */
    private static final class Running {

        private final ProcessorContext<String, SpecificRecord> context;
        private final Rollout rollout;
        private final @Nullable String predictions;
        private final @Nullable String activations;
        private final @Nullable KeyValueStore<String, Long> store;
        private final ScoringMetrics told;
        private final Optional<RecordedRevisions> recorded;
        /** Those taken from the record, the one used longest ago first. */
        private final Map<Long, ReadyDeployment> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

        private final LongSupplier wallClockMs;
        /** Those whose events wait. */
        private final LaterForwards<String, EnrichedEvent, SpecificRecord> later;

        private final Runnable leaveRounds;
        private boolean resumed;
        private ReadyDeployment seen;
        private DeployedScorers scorers;

        Running(
                ProcessorContext<String, SpecificRecord> context,
                Rollout rollout,
                LongSupplier wallClockMs,
                @Nullable Outlets outlets,
                ScoringMetrics told,
                Rounds rounds) {
            this.wallClockMs = wallClockMs;
            this.told = told;
            this.context = context;
            this.rollout = rollout;
            this.recorded = rollout.recorded();
            this.predictions = outlets == null ? null : outlets.predictions();
            this.activations = outlets == null ? null : outlets.activations();
            this.store = outlets == null ? null : context.getStateStore(STORE);
            this.scorers = DeployedScorers.ofNewest(rollout);
            this.seen = scorers.deployment();
            this.later = new LaterForwards<>(context);
            if (outlets != null) {
                commits().run(this::scoreWaiting);
            }
            this.leaveRounds = rounds.atEnd(this::scoreWaiting);
        }

        private BeforeCommit commits() {
            return context.getStateStore(WAITING);
        }

        void process(Record<String, EnrichedEvent> enriched) {
            if (scorers.waiting().full()) { // scoring them has failed, and the user has the stream go on
                scoreWaiting();
            }
            if (recorded.isPresent()) {
                follow(recorded.get(), enriched.value());
            } else if (rollout.newest() != seen || !resumed) {
                goOver(enriched.value());
            }
            Optional<RecordMetadata> input = context.recordMetadata();
            int partition = input.isPresent() ? input.get().partition() : -1;
            long offset = input.isPresent() ? input.get().offset() : -1;
            WaitingEvents waiting = scorers.waiting();
            waiting.add(enriched.value(), partition, offset);
            later.keep(enriched);
            if (store == null || waiting.full()) {
                scoreWaiting();
            }
        }

        private void scoreWaiting() {
            WaitingEvents waiting = scorers.waiting();
            if (waiting.count() > 0) {
                waiting.score(
                        wallClockMs.getAsLong(),
                        told,
                        (index, prediction) -> later.forward(index, prediction, predictions));
                later.clear();
            }
        }

        /** Goes over to the newest revision, or, at the first event, on with a newer one of the last commit. */
        private void goOver(EnrichedEvent first) {
            scoreWaiting();
            seen = rollout.newest();
            boolean begins = !resumed;
            long was = former();
            Optional<String> reason = Optional.empty();
            if (seen.revision() >= was) {
                if (scorers.revision() != seen.revision()) {
                    take(DeployedScorers.ofNewest(rollout));
                    seen = scorers.deployment();
                }
            } else if (scorers.revision() != was) {
                reason = resume(was);
            }
            if (scorers.revision() != was || (begins && elsewhere())) {
                activated(was, reason, first);
            }
        }

        /** Goes over to the revision that an event was recorded under. */
        private void follow(RecordedRevisions recorded, EnrichedEvent next) {
            Origin origin = next.origin();
            long wanted = recorded.at(origin.topic(), origin.partition(), origin.offset());
            if (resumed && scorers.revision() == wanted) {
                return;
            }
            scoreWaiting();
            boolean begins = !resumed;
            long was = former();
            if (scorers.revision() != wanted) {
                take(recorded(wanted, origin).newScorers());
            }
            if (wanted != was || (begins && elsewhere())) {
                activated(was, Optional.empty(), next);
            }
        }

        /** A recorded revision; behind a hop the events of two may come by turns, so the last few stay loaded. */
        private ReadyDeployment recorded(long revision, Origin origin) {
            ReadyDeployment had = kept.get(revision);
            if (had != null) {
                return had;
            }
            Rollout.Resumed found = rollout.resume(revision);
            if (found.reason().isPresent()) {
                found.deployment().close();
                throw new ScoringException("the event at offset " + origin.offset() + " of " + origin.topic() + "-"
                        + origin.partition() + " cannot be scored again as it was: "
                        + found.reason().get());
            }
            kept.put(revision, found.deployment());
            if (kept.size() > KEPT) {
                Iterator<ReadyDeployment> eldest = kept.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
            return found.deployment();
        }

        /** The revision until now: at the first event that of the last commit. */
        private long former() {
            if (resumed || store == null) {
                resumed = true;
                return scorers.revision();
            }
            resumed = true;
            Long committed = store.get(REVISION);
            return committed == null ? 0 : committed;
        }

        private Optional<String> resume(long revision) {
            Rollout.Resumed found = rollout.resume(revision);
            try (ReadyDeployment deployment = found.deployment()) {
                take(deployment.newScorers());
            }
            return found.reason();
        }

        /** Whether the last activation is of another topic than the one that now brings events, or of one that it has replaced. */
        private boolean elsewhere() {
            if (store == null) {
                return false;
            }
            RecordMetadata input = input();
            Long since = store.get(SINCE + input.topic());
            return since == null ? scorers.revision() != 0 : since > input.offset();
        }

        private RecordMetadata input() {
            return context.recordMetadata().orElseThrow(() -> new IllegalStateException("an event from nowhere"));
        }

        private void take(DeployedScorers next) {
            scorers.close();
            scorers = next;
        }

        private void activated(long former, Optional<String> reason, EnrichedEvent first) {
            scorers.tellSwapped(told);
            if (store == null) {
                return;
            }
            long nowMs = wallClockMs.getAsLong();
            RecordMetadata input = input();
            store.put(REVISION, scorers.revision());
            store.put(SINCE + input.topic(), input.offset());
            ModelActivation activation = ModelActivation.newBuilder()
                    .setPipeline(scorers.scoring(0).pipeline)
                    .setRevision(scorers.revision())
                    .setFormer(former)
                    .setPartition(input.partition())
                    .setInputTopic(input.topic())
                    .setOffset(input.offset())
                    .setEventId(first.event().id())
                    .setSourceTopic(first.origin().topic())
                    .setSourcePartition(first.origin().partition())
                    .setSourceOffset(first.origin().offset())
                    .setActivatedAt(Instant.ofEpochMilli(nowMs))
                    .setReason(reason.orElse(null))
                    .build();
            context.forward(new Record<>(Integer.toString(input.partition()), activation, nowMs), activations);
        }

        void close() {
            leaveRounds.run();
            if (store != null) {
                commits().run(() -> {}); // a task that becomes a copy keeps its stores
            }
            scorers.close();
            kept.values().forEach(ReadyDeployment::close);
        }
    }
}
