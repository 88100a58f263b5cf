package io.streamgauge.app.switching;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.Groups;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.app.writer.WriterState;
import io.streamgauge.app.writer.WriterTopics;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.PredictionWriter;
import io.streamgauge.schemas.SourceCut;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.store.event.EnrichedEventCodec;
import io.streamgauge.store.event.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one pipeline go on with the topic of predictions that another has written, both stopped, so that readers of committed
 * records find each event predicted once:
 *
 * <pre>
 *   1  note that the switch has begun     neither pipeline starts any more
 *   2  see that neither runs, and that the next writer is not behind         else: take the note back, refuse
 *   3  copy the predictions that only the next writer has made, in transactions of a few thousand, each with a note of how many
 *   4  with the last of them: note who writes, take the note of 1 away
 * </pre>
 *
 * A failure before anything is copied takes the note back. A kill leaves it; the next run takes over, leaves out what the topic has, and goes on. Once something is copied nothing
 * but that ends the switch, so that no pipeline can come in between. {@link Survey} says why it is exact.
 */
public final class Switch {

    private static final int BATCH = 5_000;
    private static final int TELL_EVERY = 1_000;
    /** Well before Kafka rolls back a transaction that takes long. */
    private static final long BATCH_NANOS = 20_000_000_000L;

    private final Cluster cluster;
    private final String from;
    private final String to;
    private final Consumer<String> progress;
    private final int batch;
    private final SchemaRegistry registry;
    private final AvroCodec<Prediction> predictions;
    private final AvroCodec<PredictionWriter> writers;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param from pipeline that writes the topic
     * @param to pipeline that is to
     * @param progress told what it does, in words
     */
    public Switch(Cluster cluster, String from, String to, Consumer<String> progress) {
        this(cluster, from, to, progress, BATCH);
    }

    Switch(Cluster cluster, String from, String to, Consumer<String> progress, int batch) {
        if (from.equals(to)) {
            throw new WrongUsageException("a switch is from one pipeline to another, not from " + from + " to itself");
        }
        this.cluster = cluster;
        this.from = from;
        this.to = to;
        this.progress = progress;
        this.batch = batch;
        this.registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        this.predictions = new AvroCodec<>(Prediction.class, registry);
        this.writers = new AvroCodec<>(PredictionWriter.class, registry);
    }

    /**
     * Switches.
     *
     * @throws CommandFailedException when it is refused, and nothing has changed; or when Kafka fails in between, and the next
     *     run goes on
     */
    public SwitchReport run() {
        try (WriterTopics topics = new WriterTopics(cluster.kafka(), registry);
                CommittedRecords records = new CommittedRecords(cluster.kafka());
                Groups groups = new Groups(cluster)) {
            String topic = topics.read(from).topic();
            Optional<PredictionWriter> done = done(topics.read(to));
            if (done.isPresent()) {
                return SwitchReport.of(done.get(), true);
            }
            requireTopic(records, topic, from);
            requireTopic(records, ownTopic(), to);
            try (Transactions transactions = new Transactions(cluster, topic)) {
                return new Run(topic, topics, records, groups, transactions).run();
            }
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
    }

    /** The record of this very switch, when it has been done. */
    private Optional<PredictionWriter> done(WriterState next) {
        return next.begun().isEmpty()
                ? next.served().filter(record -> record.getFormer().equals(from))
                : Optional.empty();
    }

    private String ownTopic() {
        return new TopicCatalogue(to).predictions().name();
    }

    private void requireTopic(CommittedRecords records, String topic, String pipeline) {
        if (records.partitions(topic).isEmpty()) {
            throw new CommandFailedException("there is no topic " + topic + " at " + cluster.bootstrapServers()
                    + ": has pipeline " + pipeline + " been started there?");
        }
    }

    /** One switch, from when it has taken over from any other of the topic. */
    private final class Run {

        private final String topic;
        private final WriterTopics topics;
        private final CommittedRecords records;
        private final Groups groups;
        private final Transactions transactions;
        private final Set<String> concerned;
        private final Survey survey = new Survey(to);
        private final Map<TopicPartition, Long> copyFrom = new HashMap<>();
        private final List<TopicPartition> own;
        private @Nullable Prediction newest;
        private long read;
        private long copied;
        /** Those of the copied that are there to stay. */
        private long committed;

        private int inBatch;
        private long batchSinceNanos;

        Run(String topic, WriterTopics topics, CommittedRecords records, Groups groups, Transactions transactions) {
            this.topic = topic;
            this.topics = topics;
            this.records = records;
            this.groups = groups;
            this.transactions = transactions;
            this.own = records.partitions(ownTopic());
            String owner = topic.substring(0, topic.length() - ".predictions".length());
            this.concerned = new TreeSet<>(List.of(from, to));
            concerned.add(owner);
        }

        SwitchReport run() {
            Optional<PredictionWriter> begun = requirePossible();
            copied = begun.map(PredictionWriter::getCopied).orElse(0L);
            committed = copied;
            if (begun.isEmpty()) {
                groups.requireStopped(from);
                groups.requireStopped(to);
                groups.makeWriterTopics(concerned);
                note(WriterState.keyOfBegun(topic), record(List.of()));
                transactions.commit();
            }
            try {
                requirePossible();
                groups.requireStopped(from);
                groups.requireStopped(to);
                look();
                return SwitchReport.of(copy(), false);
            } catch (RuntimeException | Error e) {
                if (committed == 0) {
                    takeBack(e);
                }
                throw e;
            }
        }

        /** Takes the note of the beginning away, whatever the failure was: else neither pipeline could start any more. */
        private void takeBack(Throwable failure) {
            try {
                transactions.rollBack();
                note(WriterState.keyOfBegun(topic), null);
                transactions.commit();
            } catch (RuntimeException e) {
                // The first failure is what the user has to mend; the next run finds the note and goes on.
                failure.addSuppressed(e);
            }
        }

        /** Whether these two may be switched at all; returns their switch, if it has begun. */
        private Optional<PredictionWriter> requirePossible() {
            Optional<PredictionWriter> begun = Optional.empty();
            Map<String, WriterState> states = new HashMap<>();
            concerned.forEach(pipeline -> states.put(pipeline, topics.read(pipeline)));
            for (WriterState state : states.values()) {
                for (PredictionWriter record : state.begun()) {
                    if (!record.getTopic().equals(topic)
                            || !record.getFormer().equals(from)
                            || !record.getWriter().equals(to)) {
                        throw new CommandFailedException("a switch of " + record.getTopic() + " from "
                                + record.getFormer() + " to " + record.getWriter()
                                + " has begun and not ended; run that again first");
                    }
                    begun = Optional.of(record);
                }
            }
            WriterState former = Objects.requireNonNull(states.get(from));
            WriterState next = Objects.requireNonNull(states.get(to));
            if (!former.topic().equals(topic)) {
                throw new CommandFailedException("pipeline " + from + " was switched meanwhile; try again");
            }
            requireNotReplaced(former);
            requireNotReplaced(next);
            next.served().ifPresent(record -> {
                throw new CommandFailedException("pipeline " + to + " writes " + record.getTopic() + " already, since "
                        + record.getSince() + "; it cannot write " + topic + " as well");
            });
            return begun;
        }

        private void requireNotReplaced(WriterState state) {
            state.replaced().ifPresent(record -> {
                throw new CommandFailedException(record.getTopic() + " is written by pipeline " + record.getWriter()
                        + ", not by " + state.pipeline()
                        + (state.pipeline().equals(to)
                                ? ", whose state has stood still since " + record.getSince()
                                        + ". To go back, run its definition under another name until it has caught up,"
                                        + " and switch to that; docs/change.md."
                                : "; switch from " + record.getWriter() + "."));
            });
        }

        private void look() {
            read(
                    records.partitions(topic),
                    Map.of(),
                    (record, prediction) -> survey.inTopic(origin(prediction), prediction.getPipeline()));
            read(own, Map.of(), (record, prediction) -> {
                if (survey.inOwn(origin(prediction))) {
                    copyFrom.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
                }
                if (newest == null || newest.getProcessedAt().isBefore(prediction.getProcessedAt())) {
                    newest = prediction;
                }
            });
            Map<TopicPartition, Long> toRead = groups.committed(to);
            List<TopicPartition> hops = new ArrayList<>();
            groups.hops(to).forEach(hop -> hops.addAll(records.partitions(hop)));
            records.read(hops, toRead, record -> {
                if (record.value() != null) {
                    survey.onItsWay(RecordValue.decoded(record, EnrichedEventCodec::originOf));
                }
            });
            long behind = survey.behind(toRead);
            // Of a switch that goes on after copying this was 0, and neither has run since.
            if (behind > 0 && copied == 0) {
                throw new CommandFailedException("pipeline " + to + " is behind by " + behind
                        + (behind == 1 ? " event: " : " events: ") + topic + " has predictions of them, and " + to
                        + " would predict them again. Run " + to + " until it has caught up, with " + from
                        + " stopped, and switch then.");
            }
        }

        private PredictionWriter copy() {
            read(new ArrayList<>(copyFrom.keySet()), copyFrom, (record, prediction) -> {
                if (survey.copy(origin(prediction))) {
                    transactions.send(new ProducerRecord<>(
                            topic, null, record.timestamp(), record.key(), record.value(), record.headers()));
                    copied++;
                    batchSinceNanos = inBatch++ == 0 ? System.nanoTime() : batchSinceNanos;
                }
                if (inBatch == batch || (inBatch > 0 && System.nanoTime() - batchSinceNanos > BATCH_NANOS)) {
                    note(WriterState.keyOfBegun(topic), record(List.of()));
                    transactions.commit();
                    committed = copied;
                    inBatch = 0;
                    progress.accept(copied + " predictions copied");
                }
            });
            PredictionWriter done = record(survey.cut());
            note(topic, done);
            note(WriterState.keyOfBegun(topic), null);
            transactions.commit();
            return done;
        }

        private PredictionWriter record(List<SourceCut> cut) {
            return new PredictionWriter(
                    topic,
                    to,
                    from,
                    // Milliseconds, as the record keeps them.
                    Instant.ofEpochMilli(clock.millis()),
                    newest == null ? "" : newest.getDefinitionHash(),
                    copied,
                    cut);
        }

        private void note(String key, @Nullable PredictionWriter record) {
            for (String pipeline : concerned) {
                String writerTopic = new TopicCatalogue(pipeline).writer().name();
                transactions.send(new ProducerRecord<>(
                        writerTopic,
                        key.getBytes(StandardCharsets.UTF_8),
                        record == null ? null : writers.encode(writerTopic, record)));
            }
        }

        private void read(List<TopicPartition> partitions, Map<TopicPartition, Long> begin, PredictionReader out) {
            records.read(partitions, begin, record -> {
                if (record.value() != null) {
                    out.take(record, RecordValue.decoded(record, predictions::decode));
                }
                if (++read % TELL_EVERY == 0) {
                    progress.accept(read + " predictions read");
                }
            });
        }
    }

    /** Takes a prediction and the record it came in. */
    private interface PredictionReader {
        void take(ConsumerRecord<byte[], byte[]> record, Prediction prediction);
    }

    private static Origin origin(Prediction prediction) {
        return new Origin(prediction.getSourceTopic(), prediction.getSourcePartition(), prediction.getSourceOffset());
    }
}
