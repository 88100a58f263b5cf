package io.streamgauge.examples.chaos;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What became of each record of a source, by its place there: a prediction, a dead letter, a late event. */
final class Places implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicCatalogue topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroCodec<Prediction> codec;
    private final Map<String, List<Place>> byOrigin = new HashMap<>();
    private int records;

    Places(Cluster cluster, String pipeline) {
        this.topics = new TopicCatalogue(pipeline);
        this.codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        this.consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of("isolation.level", "read_committed", "enable.auto.commit", "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(topics.predictions(), topics.deadLetters(), topics.lateEvents())
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The end of a record. */
    enum Fate {
        SCORED,
        DEAD_LETTER,
        LATE
    }

    /**
     * Where a record has gone to.
     *
     * @param cause why, when it is not scored
     * @param value what is kept of it there, when it is not scored
     */
    @SuppressWarnings("ArrayRecordComponent") // two places are never compared
    record Place(Fate fate, String cause, byte @Nullable [] value) {

        /** What was put aside is what came, byte for byte. */
        boolean holds(byte @Nullable [] sent) {
            return fate == Fate.SCORED || Arrays.equals(value, sent);
        }

        @Override
        public String toString() {
            return fate + (cause.isEmpty() ? "" : " " + cause);
        }
    }

    /** Reads on until so many records have gone somewhere; fails when they have not in time. */
    void await(int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (records < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("of " + count + " records " + records + " have become something after "
                        + patience.toSeconds() + " s");
            }
            consumer.poll(POLL).forEach(this::add);
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        records++;
        if (record.topic().equals(topics.predictions().name())) {
            Prediction prediction = codec.decode(record.value());
            add(prediction.getSourcePartition() + "@" + prediction.getSourceOffset(), new Place(Fate.SCORED, "", null));
        } else {
            Fate fate = record.topic().equals(topics.lateEvents().name()) ? Fate.LATE : Fate.DEAD_LETTER;
            add(
                    header(record, DivertHeader.ORIGIN_PARTITION) + "@" + header(record, DivertHeader.ORIGIN_OFFSET),
                    new Place(fate, header(record, DivertHeader.CAUSE), record.value()));
        }
    }

    private void add(String origin, Place place) {
        byOrigin.computeIfAbsent(origin, each -> new ArrayList<>()).add(place);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, DivertHeader key) {
        Header header = record.headers().lastHeader(key.key());
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** All places where a record is, by {@code partition@offset}; one, if all is well. */
    List<Place> of(String origin) {
        return byOrigin.getOrDefault(origin, List.of());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
