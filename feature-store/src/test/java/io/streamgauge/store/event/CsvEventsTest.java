package io.streamgauge.store.event;

import static io.streamgauge.store.event.TestingSource.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvEventsTest {

    private static final String HEADER = "id,time,customer,n,amount,ok,seen\n";

    @TempDir
    private Path folder;

    private static SourceDefinition source(CsvMapping mapping) {
        return TestingSource.with(TestingSource.FIELDS, mapping, Optional.empty(), List.of());
    }

    private static List<Event> read(Path file, SourceDefinition source) throws IOException {
        try (CsvEvents events = CsvEvents.open(file, source)) {
            List<Event> read = new ArrayList<>();
            events.forEachRemaining(read::add);
            assertThat(events.rows()).isEqualTo(read.size());
            assertThat(events.bytesRead()).isEqualTo(Files.size(file));
            return read;
        }
    }

    private List<Event> read(String csv, CsvMapping mapping) throws IOException {
        return read(Files.writeString(folder.resolve("events.csv"), csv), source(mapping));
    }

    @Test
    void rowsBecomeEvents() throws IOException {
        List<Event> events = read(
                "\uFEFF" + HEADER
                        + "e1,2018-04-01T00:00:31Z,\"a, \"\"b\"\"\",-5,2.5,1,2018-04-01 02:00:00\n"
                        + "e2,2018-04-01T00:00:32.1239+02:00,,,,,\n"
                        + "e3,2018-04-01,x,5,NaN,False,\n",
                CsvMapping.PLAIN);

        assertThat(events).extracting(Event::id).containsExactly("e1", "e2", "e3");
        Event first = events.get(0);
        assertThat(first.timeMs()).isEqualTo(1_522_540_831_000L);
        assertThat(first.textAt(2)).isEqualTo("a, \"b\"");
        assertThat(first.longAt(3)).isEqualTo(-5);
        assertThat(first.doubleAt(4)).isEqualTo(2.5);
        assertThat(first.booleanAt(5)).isTrue();
        assertThat(first.longAt(6)).isEqualTo(1_522_548_000_000L);
        Event second = events.get(1);
        assertThat(second.timeMs()).isEqualTo(1_522_533_632_123L);
        for (int i = 2; i < 7; i++) {
            assertThat(second.isNull(i)).as("field %s", i).isTrue();
        }
        Event third = events.get(2);
        assertThat(third.isNull(4)).isTrue();
        assertThat(third.isNull(5)).isFalse();
        assertThat(third.booleanAt(5)).isFalse();
        assertThat(third.timeMs()).isEqualTo(1_522_540_800_000L);
    }

    @Test
    void columnsPatternsZonesAndWords() throws IOException {
        CsvMapping mapping = new CsvMapping(
                Map.of("id", "$row", "n", "$row", "time", "WHEN", "seen", "WHEN"),
                "dd.MM.yyyy HH:mm",
                ZoneId.of("Europe/Paris"),
                Optional.empty(),
                Map.of("UP", true, "DOWN", false));
        List<Event> events =
                read("ok,WHEN,amount,customer\nUP,01.07.2018 12:00,1,a\nDOWN,01.01.2018 12:00,2,b\n", mapping);
        assertThat(events).extracting(Event::id).containsExactly("0", "1");
        assertThat(events).extracting(e -> e.longAt(3)).containsExactly(0L, 1L);
        assertThat(events).extracting(e -> e.booleanAt(5)).containsExactly(true, false);
        assertThat(events)
                .extracting(e -> Instant.ofEpochMilli(e.timeMs()))
                .containsExactly(Instant.parse("2018-07-01T10:00:00Z"), Instant.parse("2018-01-01T11:00:00Z"));
    }

    @Test
    void secondsAndRowTimes() throws IOException {
        CsvMapping seconds = new CsvMapping(Map.of(), "s", ZoneOffset.UTC, Optional.empty());
        assertThat(read(HEADER + "e,60,,,,,120\n", seconds).get(0).longAt(6)).isEqualTo(120_000);
        CsvMapping rows = new CsvMapping(
                Map.of("id", "$row"),
                "ms",
                ZoneOffset.UTC,
                Optional.of(new CsvMapping.RowTime(Instant.ofEpochMilli(1_000), Duration.ofMinutes(30))));
        assertThat(read("customer,n,amount,ok,seen\na,1,2,1,3\nb,1,2,1,4\n", rows))
                .extracting(Event::timeMs)
                .containsExactly(1_000L, 1_801_000L);
    }

    @Test
    void gzipIsKnownByItsBytes() throws IOException {
        Path zipped = folder.resolve("events.data");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write((HEADER + "e1,2018-04-01T00:00:31Z,,,,,\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(read(zipped, source(CsvMapping.PLAIN)))
                .singleElement()
                .extracting(Event::id)
                .isEqualTo("e1");
    }

    @Test
    void aMissingColumnIsNamedWithThoseThere() {
        CsvMapping mapping = new CsvMapping(Map.of("amount", "TX_AMOUNT"), "iso", ZoneOffset.UTC, Optional.empty());
        assertThatThrownBy(() -> read(HEADER, mapping))
                .isInstanceOf(CsvException.class)
                .hasMessageEndingWith(
                        "events.csv: no column 'TX_AMOUNT' for field 'amount' of source 'tx_all'; the file has"
                                + " id, time, customer, n, amount, ok, seen");
        assertThatThrownBy(() -> read("", mapping)).hasMessageEndingWith("the file is empty; expected a header line");
    }

    @Test
    void aColumnThatStandsTwiceOrAFileCutShort() throws IOException {
        assertThatThrownBy(() -> read("id,time,customer,n,amount,ok,seen,n\n", CsvMapping.PLAIN))
                .hasMessageEndingWith("column 'n' for field 'n' stands twice");
        java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 50_000; i++) {
                String row = i == 0 ? HEADER : "e" + i + "," + i * 7_919L + ",,,,,\n";
                out.write(row.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        Path cut = Files.write(
                folder.resolve("cut.csv.gz"), java.util.Arrays.copyOf(whole.toByteArray(), whole.size() / 2));
        SourceDefinition source = source(new CsvMapping(Map.of(), "ms", ZoneOffset.UTC, Optional.empty()));
        assertThatThrownBy(() -> read(cut, source))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("cut.csv.gz: after line ")
                .hasMessageContaining("Unexpected end of ZLIB input stream");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "e,yesterday,,,,, | field 'time': 'yesterday' is no timestamp",
                "e,2018-04-01T00:00:31Z,,5.0,,, | field 'n': '5.0' is no long; allowed: a whole number within 64 bits",
                "e,2018-04-01T00:00:31Z,,,abc,, | field 'amount': 'abc' is no double; allowed: a finite number",
                "e,2018-04-01T00:00:31Z,,,1d,, | field 'amount': '1d' is no double",
                "e,2018-04-01T00:00:31Z,,,0x1p3,, | field 'amount': '0x1p3' is no double",
                "e,2018-04-01T00:00:31Z,,,Infinity,, | field 'amount': 'Infinity' is no double",
                "e,2018-04-01T00:00:31Z,,,,yes, | field 'ok': 'yes' is no boolean; allowed: 0, 1, true, false",
                ",2018-04-01T00:00:31Z,,,,, | the event's id, field 'id', is null",
                "e,,,,,, | the event's time, field 'time', is null",
                "e,2018-04-01T00:00:31Z | line 3: the row has 2 cells and the header has 7",
                "e,2018-04-01T00:00:31Z,,,,,,, | line 3: the row has 9 cells and the header has 7",
            })
    void aBadCellIsToldWithItsLine(String line, String message) {
        assertThatThrownBy(() -> read(HEADER + "e,2018-04-01T00:00:31Z,,,,,\n" + line + "\n", CsvMapping.PLAIN))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("events.csv: ")
                .hasMessageContaining(message)
                .hasMessageContaining("line 3: ");
    }

    @Test
    void theRowsAfterABadOneAreRead() throws IOException {
        String good = ",2018-04-01T00:00:31Z,,,,,\n";
        Path file = Files.writeString(
                folder.resolve("ragged.csv"), HEADER + "a" + good + "b,1\nc" + good + "\nd,x,,,,,\ne" + good);
        List<String> ids = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        try (CsvEvents events = CsvEvents.open(
                file, source(new CsvMapping(Map.of("n", "$row"), "iso", ZoneOffset.UTC, Optional.empty())))) {
            while (events.hasNext()) {
                try {
                    Event event = events.next();
                    ids.add(event.id() + " " + event.numberAt(3));
                } catch (CsvException e) {
                    bad.add(String.valueOf(e.getMessage()).replaceAll(".*: (line \\d+).*", "$1"));
                }
            }
            assertThat(events.rows()).isEqualTo(5);
        }
        assertThat(ids).containsExactly("a 0.0", "c 2.0", "e 4.0");
        assertThat(bad).containsExactly("line 3", "line 6");
    }

    @Property(tries = 200)
    @Domain(EventArbitraries.class)
    void throughAFileAndAvroNothingChanges(@ForAll Event event) throws IOException, BadEventException {
        SourceDefinition source = source(new CsvMapping(Map.of(), "ms", ZoneOffset.UTC, Optional.empty()));
        Path file = Files.createTempFile("event", ".csv");
        try {
            try (CsvWriter out = CsvWriter.builder().build(file)) {
                out.writeRecord(source.schema().names());
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < source.schema().size(); i++) {
                    cells.add(event.isNull(i) ? "" : Objects.requireNonNull(event.keyAt(i)));
                }
                out.writeRecord(cells);
            }
            // An empty text and null look alike in a file, and an empty id is none.
            Assumptions.assumeTrue(!event.id().isEmpty());
            Event fromFile = read(file, source).get(0);
            if ("".equals(event.textAt(2))) {
                event.setNull(2);
            }
            assertThat(facts(fromFile)).isEqualTo(facts(event));

            TestingSchemaRegistry registry = new TestingSchemaRegistry();
            byte[] avro = new AvroEventWriter("p", source, registry).write(fromFile);
            assertThat(facts(new AvroEventReader(source, registry).read(avro))).isEqualTo(facts(event));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theHandbooksTransactions() throws IOException {
        Path file = sharedData("fraud-handbook/raw-2018-04.csv.gz");
        CsvMapping mapping = new CsvMapping(
                Map.of(
                        "id", "TRANSACTION_ID",
                        "time", "TX_DATETIME",
                        "customer", "CUSTOMER_ID",
                        "amount", "TX_AMOUNT",
                        "ok", "TX_FRAUD"),
                "yyyy-MM-dd HH:mm:ss",
                ZoneOffset.UTC,
                Optional.empty());
        SourceDefinition source = TestingSource.with(
                TestingSource.FIELDS.stream()
                        .filter(f -> !f.name().equals("n") && !f.name().equals("seen"))
                        .toList(),
                mapping,
                Optional.empty(),
                List.of());
        List<Event> events = read(file, source);
        assertThat(events).hasSize(288_062);
        assertThat(events.get(0).id()).isEqualTo("0");
        assertThat(events.get(0).timeMs()).isEqualTo(1_522_540_831_000L);
        assertThat(events.get(0).doubleAt(3)).isEqualTo(57.16);
    }

    /** A file of the sample data beside the checkout; the test is skipped where that is absent. */
    private static Path sharedData(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("../shared/data").resolve(name).normalize();
            if (Files.exists(file)) {
                return file;
            }
        }
        Assumptions.abort("no ../shared/data/" + name + " beside the checkout");
        throw new IllegalStateException();
    }
}
