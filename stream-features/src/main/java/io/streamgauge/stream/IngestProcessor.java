package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A source's door: events go in, records that cannot be used go to the dead letters, events that come too late to the late
 * ones; these leave as they were received, with {@link DivertHeader}s that say why, and are counted. An unreachable
 * registry is nobody's bad input: it fails the task, which Kafka Streams starts again from the last commit.
 */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before the first record
final class IngestProcessor<V> extends ContextualProcessor<byte[], Received, Object, Object> {

    private static final String LATE = "LATE";
    /** Characters; enough for what was seen and what is allowed. */
    private static final int LONGEST_MESSAGE = 1_000;
    /** More than a batch of one record takes beside key, value and headers. */
    private static final int FRAMING_BYTES = 1_024;

    private final IngestStep<V> step;
    private final PartitionCheck partitionCheck;
    private Lateness lateness;
    private Refusals refusals;
    private CommitPace.Task pace;
    private Watermarks.OfSource watermark;

    private IngestProcessor(IngestStep<V> step) {
        this.step = step;
        this.partitionCheck = new PartitionCheck(step.source(), step.strictPartitions());
    }

    static <V> ProcessorSupplier<byte[], Received, Object, Object> supplier(IngestStep<V> step) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], Received, Object, Object> get() {
                return new IngestProcessor<>(step);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(Lateness.store(step.latenessStore()));
            }
        };
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        lateness = new Lateness(
                context.getStateStore(step.latenessStore()),
                context.taskId().partition(),
                step.source().table()
                        ? Lateness.NEVER
                        : step.source().lateness().toMillis());
        refusals = new Refusals(context, step.source().name(), step.logged());
        pace = CommitPace.of(context);
        watermark = step.watermarks()
                .source(
                        step.source().name(),
                        context.taskId().partition(),
                        step.source().lateness().toMillis(),
                        lateness.storedMs());
    }

    @Override
    public void process(Record<byte[], Received> record) {
        pace.worked();
        RecordMetadata metadata = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a source record has an origin"));
        Origin origin = new Origin(metadata.topic(), metadata.partition(), metadata.offset());
        Event event = null;
        String stage = "read";
        try {
            event = record.value().orThrow();
            stage = "validate";
            step.validator().validate(event, record.key());
            if (record.key() != null) {
                partitionCheck.check(record.key(), origin.partition());
            }
        } catch (BadEventException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            refuse(record, origin, e.reason().name(), message, stage, step.deadLetters(), event);
            return;
        }
        if (lateness.isLate(event.timeMs())) {
            refuse(record, origin, LATE, lateMessage(event), "lateness", step.lateEvents(), event);
            return;
        }
        Progress.removeFrom(record.headers()); // only a view's task may say how far it has come
        CorrectionHeader.removeFrom(record.headers());
        long greatestMs = lateness.observe(event.timeMs());
        watermark.gave(greatestMs);
        V value = step.emission().of(event, origin, greatestMs);
        context().forward(record.withKey(step.keyOf().apply(event)).withValue(value), step.acceptedNode());
    }

    private String lateMessage(Event event) {
        return "event time " + Instant.ofEpochMilli(event.timeMs()) + " is "
                + Durations.spelled(Duration.ofMillis(lateness.greatestMs() - event.timeMs()))
                + " behind the greatest of its partition, "
                + "more than the " + Durations.format(step.source().lateness()) + " that source "
                + step.source().name() + " allows";
    }

    private void refuse(
            Record<byte[], Received> record,
            Origin origin,
            String cause,
            String message,
            String stage,
            IngestStep.Outlet outlet,
            @Nullable Event event) {
        refusals.count(cause, message, outlet.topic(), origin, record.key(), event == null ? null : event.id());
        Headers headers = new RecordHeaders(record.headers());
        put(headers, DivertHeader.CAUSE, cause);
        put(headers, DivertHeader.MESSAGE, shortened(message));
        put(headers, DivertHeader.STAGE, stage);
        put(headers, DivertHeader.ORIGIN_TOPIC, origin.topic());
        put(headers, DivertHeader.ORIGIN_PARTITION, Integer.toString(origin.partition()));
        put(headers, DivertHeader.ORIGIN_OFFSET, Long.toString(origin.offset()));
        Received received = record.value();
        byte[] value = received.value();
        if (value != null && !fits(record.key(), value, headers)) {
            put(headers, DivertHeader.OMITTED_BYTES, Integer.toString(value.length));
            value = null;
        }
        context().forward(new Record<>(record.key(), value, received.timestampMs(), headers), outlet.node());
    }

    private static boolean fits(byte @Nullable [] key, byte[] value, Headers headers) {
        long bytes = (long) FRAMING_BYTES + (key == null ? 0 : key.length) + value.length;
        for (Header header : headers) {
            bytes += header.key().length() * 3L + (header.value() == null ? 0 : header.value().length);
        }
        return bytes <= TopicSpec.LARGEST_RECORD_BYTES;
    }

    /** A message may quote a field of any length, and the record would then be too large for Kafka to take. */
    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "...";
    }

    private static void put(Headers headers, DivertHeader header, String text) {
        headers.remove(header.key());
        headers.add(header.key(), text.getBytes(UTF_8));
    }

    @Override
    public void close() {
        watermark.close();
        refusals.close();
    }
}
