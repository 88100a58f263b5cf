package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors from records as others write them, through the topology: features per element, and those that do not fit diverted. */
class VectorStreamTest {

    private static final long SEED = 20261121;
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private static final String DOCUMENT = """
            pipeline: vectors
            sources:
              pages:
                topic: pages
                format: %s
                id: id
                time: at
                lateness: 1h
                fields: {id: string, at: timestamp, reader: string, page: string, embedding: vector(4)}
            features:
              reader:
                entity: reader
                from: pages
                windows: [1h, 6h]
                aggregates:
                  usual: {of: mean(embedding), include_current: false}
                  recent: {of: last(embedding), where: 'embedding[0] > 0.0', windows: unbounded, include_current: false}
              page:
                entity: page
                from: pages
                windows: [6h]
                aggregates: {least: min(embedding)}
              request:
                expressions: {near: 'cosine(embedding, reader.usual_6h)'}
            """;

    private final FeatureDefinition json = TestingDefinitions.parse("pages", DOCUMENT.formatted("json"));
    private final FeatureDefinition avro = TestingDefinitions.parse("pages", DOCUMENT.formatted("avro"));

    /** What somebody writes about a page read; an embedding is null now and then. */
    private record Read(String id, Instant at, String reader, String page, List<Float> embedding) {}

    private static List<Read> reads() {
        Random random = new Random(SEED);
        List<Read> reads = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < 400; i++) {
            now = now.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(900) : 0);
            Instant at = now.minusSeconds(random.nextInt(3) == 0 ? random.nextInt(3_000) : 0);
            List<Float> embedding = random.nextInt(9) == 0
                    ? List.of()
                    : IntStream.range(0, 4)
                            .mapToObj(e -> (float) random.nextGaussian())
                            .toList();
            reads.add(new Read("r" + i, at, "u" + random.nextInt(5), "p" + random.nextInt(3), embedding));
        }
        return reads;
    }

    private static byte[] json(Read read, String embedding) {
        return "{\"id\": \"%s\", \"at\": \"%s\", \"reader\": \"%s\", \"page\": \"%s\", \"embedding\": %s}"
                .formatted(read.id(), read.at(), read.reader(), read.page(), embedding)
                .getBytes(UTF_8);
    }

    private static String array(Read read) {
        return read.embedding().isEmpty()
                ? "null"
                : read.embedding().stream()
                        .map(element -> Double.toString(element))
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    /** With an array of float, as embeddings are. */
    private static byte[] avro(TestingStream stream, Read read) {
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "Page", "fields": [
                  {"name": "embedding", "type": ["null", {"type": "array", "items": "float"}]},
                  {"name": "id", "type": "string"},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "reader", "type": "string"},
                  {"name": "page", "type": "string"}]}
                """);
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", read.id());
        record.put("at", read.at().toEpochMilli());
        record.put("reader", read.reader());
        record.put("page", read.page());
        record.put("embedding", read.embedding().isEmpty() ? null : read.embedding());
        return TestingEvents.encode(stream.registry.register("pages-value", schema), record);
    }

    @Test
    void jsonAvroAndABackfillOfACsvFileAgree(@TempDir(factory = InMemory.class) Path stateDir, @TempDir Path folder)
            throws IOException {
        VectorPlan plan = VectorPlan.of(json, INPUTS);
        VectorPlan avroPlan = VectorPlan.of(avro, INPUTS);
        Map<String, List<String>> fromJson = new LinkedHashMap<>();
        try (TestingStream stream = new TestingStream(json, stateDir.resolve("json"))) {
            reads().forEach(read -> stream.publish("pages", null, json(read, array(read)), new RecordHeaders()));
            assertThat(stream.deadLetters()).isEmpty();
            stream.enriched().forEach(enriched -> fromJson.put(enriched.event().id(), vector(plan, enriched)));
        }
        Map<String, List<String>> fromAvro = new LinkedHashMap<>();
        try (TestingStream stream = new TestingStream(avro, stateDir.resolve("avro"))) {
            reads().forEach(read -> stream.publish("pages", null, avro(stream, read), new RecordHeaders()));
            assertThat(stream.deadLetters()).isEmpty();
            stream.enriched().forEach(enriched -> fromAvro.put(enriched.event().id(), vector(avroPlan, enriched)));
        }
        assertThat(fromAvro).as("seed " + SEED).hasSize(400).isEqualTo(fromJson);

        StringBuilder csv = new StringBuilder("id,at,reader,page,embedding\n");
        reads().forEach(read -> csv.append("%s,%s,%s,%s,\"%s\"\n"
                .formatted(
                        read.id(),
                        read.at(),
                        read.reader(),
                        read.page(),
                        read.embedding().isEmpty() ? "" : array(read))));
        Path file = Files.writeString(folder.resolve("pages.csv"), csv);
        Path out = folder.resolve("features.csv");
        try (FeatureSink sink = FeatureFiles.create(out, "id", "at", plan.names())) {
            new FileBackfill(EventFiles.CSV, 1).run(json, plan, Map.of("pages", file), sink, 2, Progress.NONE);
        }
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0))
                .isEqualTo("id,at,embedding_0,embedding_1,embedding_2,embedding_3,"
                        + "reader.usual_0_6h,reader.usual_1_6h,reader.usual_2_6h,reader.usual_3_6h,"
                        + "reader.recent_0_all,reader.recent_1_all,reader.recent_2_all,reader.recent_3_all,"
                        + "page.least_0_6h,page.least_1_6h,page.least_2_6h,page.least_3_6h,request.near");
        assertThat(lines.subList(1, lines.size())).hasSize(400).allSatisfy(line -> {
            List<String> cells = List.of(line.split(",", -1));
            assertThat(cells.subList(2, cells.size())).isEqualTo(fromJson.get(cells.get(0)));
        });
        assertThat(fromJson.values()).filteredOn(row -> !row.get(16).isEmpty()).hasSizeGreaterThan(200);
    }

    private static final List<String> INPUTS =
            List.of("embedding", "reader.usual_6h", "reader.recent_all", "page.*", "request.near");

    /** The vector as a backfill writes it. */
    private static List<String> vector(VectorPlan plan, EnrichedEvent enriched) {
        FeatureValues values = new FeatureValues(plan.size());
        plan.assemble(enriched.event(), enriched.features(), values);
        return IntStream.range(0, plan.size())
                .mapToObj(i -> values.isMissing(i) ? "" : Double.toString(values.valueAt(i)))
                .toList();
    }

    @Test
    void aVectorThatDoesNotFitGoesToTheDeadLetters(@TempDir(factory = InMemory.class) Path stateDir) {
        Read read = reads().get(0);
        try (TestingStream stream = new TestingStream(json, stateDir)) {
            stream.publish("pages", null, json(read, "[1, 2, 3, 4]"), new RecordHeaders());
            stream.publish("pages", null, json(read, "[1, 2, 3]"), new RecordHeaders());
            stream.publish("pages", null, json(read, "[1, 2, null, 4]"), new RecordHeaders());

            assertThat(stream.enriched()).hasSize(1);
            assertThat(stream.deadLetters())
                    .extracting(letter -> new String(
                            letter.headers()
                                    .lastHeader(DivertHeader.MESSAGE.key())
                                    .value(),
                            UTF_8))
                    .containsExactly(
                            "field 'embedding' is declared vector(4) but the record has 3 elements; allowed: an array of"
                                    + " 4 numbers or null",
                            "field 'embedding' is declared vector(4) but the record has null as element 2; allowed: an"
                                    + " array of 4 numbers or null");
            assertThat(stream.refusedTotal("pages", "WRONG_TYPE")).isEqualTo(2);
        }
    }
}
