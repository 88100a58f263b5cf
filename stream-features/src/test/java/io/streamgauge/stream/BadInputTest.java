package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.wire.WireFormat;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException.Cause;
import io.streamgauge.store.event.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Every kind of input that cannot be used goes to the dead letters, with cause and origin, while the rest flows. */
class BadInputTest {

    private static final Instant NOON = Instant.parse("2018-04-01T12:00:00Z");
    private static final byte[] KEY = "c1".getBytes(UTF_8);

    private final FeatureDefinition fraud = TestingDefinitions.fraud();
    private final SourceDefinition transactions = fraud.source("transactions");

    @TempDir(factory = InMemory.class)
    Path stateDir;

    private TestingStream stream;

    @BeforeEach
    void start() {
        stream = new TestingStream(fraud, stateDir);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    /** A record's key and value. */
    static final class Bad {
        final byte @Nullable [] key;
        final byte @Nullable [] value;

        Bad(byte @Nullable [] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }
    }

    /** Makes a bad record, given a stream to make it for. */
    interface Make {
        Bad with(BadInputTest test);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                kind("no value", Cause.NOT_AVRO, "read", t -> new Bad(KEY, null)),
                kind("no Avro", Cause.NOT_AVRO, "read", t -> new Bad(KEY, "{\"amount\": 3}".getBytes(UTF_8))),
                kind("broken Avro", Cause.NOT_AVRO, "read", t -> new Bad(KEY, t.brokenAvro())),
                kind(
                        "unknown id",
                        Cause.UNKNOWN_SCHEMA_ID,
                        "read",
                        t -> new Bad(KEY, WireFormat.encode(4711, new byte[] {0}))),
                kind("wrong type", Cause.WRONG_TYPE, "read", t -> new Bad(KEY, t.amountAsText())),
                kind("null id", Cause.NULL_ID, "read", t -> t.event(null, NOON, "c1", "t1", 3.0)),
                kind("null time", Cause.NULL_TIME, "read", t -> t.event("b", null, "c1", "t1", 3.0)),
                kind(
                        "centuries ahead",
                        Cause.TIME_AHEAD,
                        "read",
                        t -> t.event("b", Instant.parse("2999-01-01T00:00:00Z"), "c1", "t1", 3.0)),
                kind("key without its field", Cause.KEY_MISMATCH, "validate", t -> t.event("b", NOON, null, "t1", 3.0)),
                kind(
                        "the sign of the time is wrong",
                        Cause.TIME_OUT_OF_RANGE,
                        "read",
                        t -> t.event("b", Instant.ofEpochMilli(Long.MIN_VALUE + 1), "c1", "t1", 3.0)),
                kind(
                        "negative amount",
                        Cause.EXPECTATION_FAILED,
                        "validate",
                        t -> t.event("b", NOON, "c1", "t1", -3.0)),
                kind(
                        "null key",
                        Cause.KEY_MISMATCH,
                        "validate",
                        t -> new Bad(null, t.event("b", NOON, "c1", "t1", 3.0).value)),
                kind("other key", Cause.KEY_MISMATCH, "validate", t -> t.event("b", NOON, "c2", "t1", 3.0)));
    }

    private static Arguments kind(String name, Cause cause, String stage, Make make) {
        return Arguments.of(name, cause, stage, make);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bad")
    void goesToTheDeadLettersWhileTheRestFlows(String name, Cause cause, String stage, Make make) {
        Bad bad = make.with(this);
        stream.publish("transactions", good("before"));
        stream.publish("transactions", bad.key, bad.value, new RecordHeaders().add("trace", new byte[] {7}));
        stream.publish("transactions", good("after"));

        assertThat(stream.enriched()).extracting(e -> e.event().id()).containsExactly("before", "after");
        assertThat(stream.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(bad.key);
            assertThat(letter.value()).isEqualTo(bad.value);
            assertThat(letter.getRecordTime()).isEqualTo(TestingStream.PUBLISHED);
            assertThat(header(letter, DivertHeader.CAUSE)).isEqualTo(cause.name());
            assertThat(header(letter, DivertHeader.MESSAGE)).isNotBlank();
            assertThat(header(letter, DivertHeader.STAGE)).isEqualTo(stage);
            assertThat(header(letter, DivertHeader.ORIGIN_TOPIC)).isEqualTo("transactions");
            assertThat(header(letter, DivertHeader.ORIGIN_PARTITION)).isEqualTo("0");
            assertThat(header(letter, DivertHeader.ORIGIN_OFFSET)).isEqualTo("1");
            assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
        });
        assertThat(stream.refusedTotal("transactions", cause.name())).isEqualTo(1);
        assertThat(stream.lateEvents()).isEmpty();
    }

    @Test
    void theLogNamesTheRecordAndAsFarAsItCouldBeReadTheEvent() {
        Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
        try {
            stream.publish("transactions", good("before"));
            Bad bad = event("b", NOON, "c1", "t1", -3.0);
            stream.publish("transactions", bad.key, bad.value, new RecordHeaders());
            stream.publish("transactions", KEY, new byte[] {1}, new RecordHeaders());
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        assertThat(lines.list)
                .extracting(line -> String.valueOf(line.getKeyValuePairs()))
                .containsExactly(
                        "[record=\"transactions-0@1\", key=\"c1\", event=\"b\"]",
                        "[record=\"transactions-0@2\", key=\"c1\"]");
    }

    @Test
    void keyMismatchSaysWhatWasSeenAndWhatIsAllowed() {
        Bad bad = event("b", NOON, "c2", "t1", 3.0);
        stream.publish("transactions", bad.key, bad.value, new RecordHeaders());
        assertThat(header(stream.deadLetters().get(0), DivertHeader.MESSAGE))
                .isEqualTo("source 'transactions' is keyed by 'customer_id', here 'c2', but the record's key is 'c1'");
    }

    @Test
    void messageThatQuotesALongFieldIsCutSoThatKafkaTakesTheRecord() {
        Bad bad = event("b", NOON, "c".repeat(600_000), "t1", 3.0);
        stream.publish("transactions", bad.key, bad.value, new RecordHeaders());
        assertThat(header(stream.deadLetters().get(0), DivertHeader.MESSAGE))
                .hasSize(1_003)
                .startsWith("source 'transactions' is keyed by 'customer_id', here 'ccc")
                .endsWith("...");
    }

    @Test
    void aValueThatLeavesNoRoomForItsHeadersStaysAtItsOrigin() {
        byte[] fits = new byte[TopicSpec.LARGEST_RECORD_BYTES - 4_096];
        byte[] tooLarge = new byte[TopicSpec.LARGEST_RECORD_BYTES - 1_024];
        stream.publish("transactions", KEY, fits, new RecordHeaders());
        stream.publish("transactions", KEY, tooLarge, new RecordHeaders());
        List<TestRecord<byte[], byte[]>> letters = stream.deadLetters();
        assertThat(letters).extracting(TestRecord::value).containsExactly(fits, null);
        assertThat(letters.get(0).headers().lastHeader(DivertHeader.OMITTED_BYTES.key()))
                .isNull();
        assertThat(header(letters.get(1), DivertHeader.OMITTED_BYTES)).isEqualTo(Integer.toString(tooLarge.length));
        assertThat(header(letters.get(1), DivertHeader.ORIGIN_OFFSET)).isEqualTo("1");
    }

    @Test
    void badLabelGoesThereToo() {
        stream.publish("labels", "t1".getBytes(UTF_8), new byte[] {1, 2, 3}, new RecordHeaders());
        assertThat(stream.deadLetters()).hasSize(1);
        assertThat(stream.refusedTotal("labels", "NOT_AVRO")).isEqualTo(1);
    }

    @Test
    void eventBeyondLatenessGoesToTheLateEvents() {
        stream.publish("transactions", good("on time"));
        Event late = TestingEvents.of(transactions, "late", NOON.minusSeconds(601), "c1", "t1", 5.0);
        stream.publish("transactions", late);
        stream.publish("transactions", TestingEvents.of(transactions, "just", NOON.minusSeconds(600), "c1", "t1", 5.0));

        assertThat(stream.enriched()).extracting(e -> e.event().id()).containsExactly("on time", "just");
        assertThat(stream.deadLetters()).isEmpty();
        assertThat(stream.lateEvents()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(KEY);
            assertThat(record.value()).isEqualTo(TestingEvents.bytes(transactions, stream.registry, late));
            assertThat(header(record, DivertHeader.CAUSE)).isEqualTo("LATE");
            assertThat(header(record, DivertHeader.STAGE)).isEqualTo("lateness");
            assertThat(header(record, DivertHeader.ORIGIN_OFFSET)).isEqualTo("1");
            assertThat(header(record, DivertHeader.MESSAGE))
                    .isEqualTo("event time 2018-04-01T11:49:59Z is 10m1s behind the greatest of its partition, "
                            + "more than the 10m that source transactions allows");
        });
        assertThat(stream.refusedTotal("transactions", "LATE")).isEqualTo(1);
    }

    @Test
    void unreachableRegistryIsNotBadInput() {
        Bad bad = new Bad(KEY, WireFormat.encode(4711, new byte[] {0}));
        stream.registry.setUnavailable(true);
        assertThatThrownBy(() -> stream.publish("transactions", bad.key, bad.value, new RecordHeaders()))
                .hasRootCauseInstanceOf(java.io.IOException.class)
                .hasStackTraceContaining(RegistryUnavailableException.class.getName());
        assertThat(stream.deadLetters()).isEmpty();
    }

    @Test
    void restartKeepsTheLatenessDecision() {
        String store = "transactions-lateness";
        stream.publish("transactions", good("on time"));
        KeyValue<Integer, Long> logged = stream.driver
                .createOutputTopic("fraud-" + store + "-changelog", new IntegerDeserializer(), new LongDeserializer())
                .readKeyValue();
        assertThat(logged).isEqualTo(KeyValue.pair(0, NOON.toEpochMilli()));
        stream.close();

        stream = new TestingStream(fraud, stateDir, stream.registry);
        // As Kafka Streams does from the changelog.
        stream.driver.<Integer, Long>getKeyValueStore(store).put(logged.key, logged.value);
        stream.publish("transactions", TestingEvents.of(transactions, "late", NOON.minusSeconds(601), "c1", "t1", 5.0));
        assertThat(stream.lateEvents()).hasSize(1);
        assertThat(stream.enriched()).isEmpty();
    }

    @Test
    void aHeaderThatLooksLikeOneOfTheTopologysOwnIsNotBelieved() {
        Bad record = event("a", NOON, "c1", "t1", 3.0);
        stream.publish(
                "transactions", record.key, record.value, new RecordHeaders().add("streamgauge.progress", new byte[] {1
                        }));
        assertThat(stream.enriched()).extracting(e -> e.event().id()).containsExactly("a");
    }

    private Event good(String id) {
        return TestingEvents.of(transactions, id, NOON, "c1", "t1", 10.0);
    }

    /** A record with key c1 and these values. */
    private Bad event(@Nullable Object... values) {
        return new Bad(KEY, TestingEvents.bytes(transactions, stream.registry, TestingEvents.of(transactions, values)));
    }

    private byte[] brokenAvro() {
        int id = stream.registry.register("transactions-value", TestingEvents.avroSchema(transactions));
        return WireFormat.encode(id, new byte[] {2, 100});
    }

    private byte[] amountAsText() {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : TestingEvents.avroSchema(transactions).getFields()) {
            Schema type = field.name().equals("amount") ? Schema.create(Schema.Type.STRING) : field.schema();
            fields.add(new Schema.Field(field.name(), type));
        }
        Schema schema = Schema.createRecord("Tested", null, "io.streamgauge.test", false, fields);
        GenericRecord record = new GenericData.Record(schema);
        record.put("transaction_id", "b");
        record.put("event_time", NOON.toEpochMilli());
        record.put("customer_id", "c1");
        record.put("terminal_id", "t1");
        record.put("amount", "ten");
        return TestingEvents.encode(stream.registry.register("transactions-value", schema), record);
    }

    private static String header(TestRecord<byte[], byte[]> record, DivertHeader header) {
        return new String(record.headers().lastHeader(header.key()).value(), UTF_8);
    }
}
