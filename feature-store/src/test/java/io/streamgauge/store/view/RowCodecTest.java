package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static io.streamgauge.store.view.TestingView.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.row.CorruptRowException;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as bytes: what they look like, what they cost, and what is refused. */
class RowCodecTest {

    private static final AggregateDefinition SUM = aggregate("sum", "x", true, 1_000_000);
    private static final AggregateDefinition COUNT = aggregate("count", null, true, 1_000_000);
    private static final AggregateDefinition UNITS = aggregate("max", "units", true, 1_000_000);

    private final TestingRows rows = new TestingRows();

    private EntityStates states(long cacheBytes, AggregateDefinition... aggregates) {
        return new ViewEngine(TestingView.view(0, List.of(aggregates)), TestingView.SCHEMA).over(rows, cacheBytes);
    }

    private static void add(EntityStates states, String entity, long timeMs, double x) {
        EntityState state = states.of(entity);
        state.add(event(timeMs, x));
        states.save(entity, state);
    }

    private byte[] row(String entity) {
        return Objects.requireNonNull(rows.row(entity));
    }

    @Test
    void goldenRow() {
        EntityStates states = states(0, SUM, COUNT);
        add(states, "e", 1_000, 1.5);
        add(states, "e", 1_300, -2);
        assertThat(HexFormat.of().formatHex(row("e")))
                .isEqualTo(String.join(
                        "",
                        "02", // version
                        "00000000000003e8", // first event
                        "02", // series
                        identity("field\tx\tDOUBLE\tvalue\t\twhere\t"),
                        "25", // 37 bytes
                        "8000000000000000", // complete
                        "00", // no chunks
                        "0201" + "00000000000003e8" + "ac02", // two values, kept; first time, 300 ms
                        "3ff8000000000000" + "c000000000000000",
                        identity("field\t\t\tvalue\t\twhere\t"),
                        "15",
                        "8000000000000000",
                        "00",
                        "0200" + "00000000000003e8" + "ac02"));
    }

    private static final AggregateDefinition SHOP =
            aggregate("last", List.of(), "entity", true, List.of(new WindowDefinition.Unbounded()));

    private static Event shop(long timeMs, String shop) {
        Event event = event(timeMs, null);
        event.setText(2, shop);
        return event;
    }

    @Test
    void goldenRowOfTexts() {
        EntityStates states = states(0, SHOP);
        for (String shop : List.of("a", "café", "a")) {
            EntityState state = states.of("e");
            state.add(shop(1_000, shop));
            states.save("e", state);
        }
        String beginning = String.join(
                "",
                "02", // version
                "00000000000003e8", // first event
                "01", // series
                identity("field\tentity\tSTRING\tvalue\t\twhere\t\ttexts"));
        String base = "00000000"; // by recipe
        assertThat(HexFormat.of().formatHex(row("e")))
                .isEqualTo(String.join(
                        "",
                        beginning,
                        "28", // 40 bytes
                        "8000000000000000", // complete
                        "00", // no texts in the base
                        "00", // no chunks
                        "0302" + "00000000000003e8" + "0000", // three texts; first time, no distances
                        "02" + "0161" + "05636166c3a9" + "000100", // two distinct ones, and which each value is
                        base,
                        "0100")); // states of no value
        EntityState state = states.of("e");
        state.evict(2_000);
        states.save("e", state);
        String code = HexFormat.of().toHexDigits(Double.doubleToLongBits(TextHash.code("a")));
        assertThat(HexFormat.of().formatHex(row("e")))
                .isEqualTo(String.join(
                        "",
                        beginning,
                        "33", // 51 bytes
                        "00000000000007cf", // complete
                        "01" + code + "0161", // a text in the base
                        "00", // no chunks
                        "0002", // no values
                        base,
                        "18" + "03", // 24 bytes; three values let go of
                        "00000000" + "12" + "00" + "01" + "00000000000003e8" + code)); // the newest
        FeatureValues out = new FeatureValues(1);
        states.reading("e").read(3_000, out, 0);
        assertThat(out.textAt(0)).isEqualTo("a");
    }

    @Test
    void aHotEntityOfDistinctTextsRewritesItsNewestTextsOnly() {
        AggregateDefinition recent =
                aggregate("last_distinct_n", List.of(3.0), "entity", true, TestingView.sliding(5_000));
        EntityStates states = states(EntityStates.DEFAULT_CACHE_BYTES, SHOP, recent);
        int longest = 0;
        for (int i = 0; i < 20_000; i++) {
            EntityState state = states.of("e");
            state.add(shop(i, "shop number " + i));
            state.evict(i);
            states.save("e", state);
            longest = Math.max(longest, row("e").length);
        }
        assertThat(longest).isLessThan(2 * 32 * 24);
        assertThat(rows.chunkCount()).isLessThan(5_000 / 32 + 2);
        assertThat(rows.chunksWritten).as("each chunk was written once").isEqualTo((20_000 - 32) / 32);
        FeatureValues out = new FeatureValues(4);
        states(0, SHOP, recent).reading("e").read(20_000, out, 0);
        assertThat(List.of(String.valueOf(out.textAt(0)), String.valueOf(out.textAt(3))))
                .containsExactly("shop number 19999", "shop number 19997");
    }

    /** A row of version 2 with tiles, kept as it was first released. */
    @Test
    void goldenRowAndTile() {
        EntityStates states = states(0, TilesTest.tiled("sum", List.of(), 100, Optional.empty(), true));
        for (long t : new long[] {50, 100, 101, 250}) {
            EntityState state = states.of("e");
            state.add(event(t, 1.5));
            state.evict(t);
            states.save("e", state);
        }
        assertThat(HexFormat.of().formatHex(row("e")))
                .isEqualTo(String.join(
                        "",
                        "02", // version
                        "0000000000000032", // first event
                        "01", // series
                        "2f8d8523", // of x by 100 ms, sums, unbounded too
                        "47", // 71 bytes
                        "8000000000000000", // complete
                        "02" + "02", // two tiles, two values in the first
                        "02" + "1a" + "01", // tile 1: 26 bytes, one value
                        "b8976213" + "0d" + "04018000000000000001000000", // its sum
                        "00000000" + "02" + "0000", // no values by position
                        "0000000000000065", // newest value in a tile
                        "00", // no chunks
                        "0101" + "00000000000000fa" + "3ff8000000000000", // one value held
                        "00000000" + "01" + "00")); // nothing older than tiles
        assertThat(rows.chunks.values().iterator().next()).hasSize(1);
        rows.chunks.values().iterator().next().forEach((id, chunk) -> {
            assertThat(id).isEqualTo(Long.MIN_VALUE / 2);
            assertThat(HexFormat.of().formatHex(chunk))
                    .isEqualTo("02" + "02" + "b8976213" + "09" + "020000000003000000" + "00000000" + "02" + "0000");
        });
    }

    private static String identity(String name) {
        return String.format("%08x", (int) TextHash.of(name));
    }

    @Test
    void textHashesAreTheSameEverywhere() {
        assertThat(TextHash.of("")).isEqualTo(0xf52a15e9a9b5e89bL);
        assertThat(TextHash.code("web")).isEqualTo((double) (TextHash.of("web") >>> 11));
    }

    @Test
    void aHotEntityRewritesAFewKilobytesPerEvent() {
        EntityStates states = states(EntityStates.DEFAULT_CACHE_BYTES, SUM);
        Random random = new Random(7);
        int longest = 0;
        for (int i = 0; i < 20_000; i++) {
            add(states, "e", i, random.nextInt(1_000));
            longest = Math.max(longest, row("e").length);
        }
        assertThat(longest).isLessThan(2 * 64 * 10);
        assertThat(rows.chunkCount()).isEqualTo(20_000 / 64 - 1);
        assertThat(rows.chunksWritten).as("each chunk was written once").isEqualTo(rows.chunkCount());
        assertThat(rows.rowsRead).as("states in use are read once").isLessThanOrEqualTo(20_000 + 1);
    }

    @Test
    void valuesThatComeLateIntoAChunkRewriteAndSplitIt() {
        EntityStates states = states(0, SUM);
        for (int i = 0; i < 300; i++) {
            add(states, "e", 1_000L * i, 1);
        }
        int written = rows.chunksWritten;
        for (int i = 0; i < 1_000; i++) {
            add(states, "e", 50_500, 1);
        }
        assertThat(rows.chunksWritten - written).isGreaterThanOrEqualTo(1_000);
        assertThat(rows.chunks.values().iterator().next().values())
                .as("no chunk grows without bound")
                .allSatisfy(chunk -> assertThat(chunk.length).isLessThan(4 * 64 * 10 + 20));
        FeatureValues out = new FeatureValues(1);
        states.reading("e").read(299_000, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(1_300);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aLongRunOfLateValuesMakesNoChunkGrowWithoutBound(int direction) {
        EntityStates states = states(0, SUM);
        for (int i = 0; i < 300; i++) {
            add(states, "e", 1_000L * i, 1);
        }
        int late = 12_000;
        for (int i = 0; i < late; i++) {
            add(states, "e", 50_500 + direction * (i / 30), 1);
        }
        assertThat(rows.chunks.values().iterator().next().values())
                .allSatisfy(chunk -> assertThat(chunk.length).isLessThan(4 * 64 * 10 + 20));
        FeatureValues out = new FeatureValues(1);
        states.reading("e").read(299_000, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(300 + late);
    }

    @Test
    void statesInUseStayOnTheHeapWithinABudget() {
        EntityStates states = states(20_000, SUM);
        for (int i = 0; i < 100; i++) {
            add(states, "e" + i % 5, i, 1);
        }
        assertThat(rows.rowsRead).as("five entities fit").isEqualTo(5);
        for (int i = 0; i < 1_000; i++) {
            add(states, "f" + i, i, 1);
        }
        rows.rowsRead = 0;
        states.reading("e0");
        assertThat(rows.rowsRead).as("a thousand do not").isEqualTo(1);
    }

    @Test
    void aViewWithMoreInputsKeepsWhatTheRowHas() {
        add(states(0, SUM), "e", 1_000, 5);
        EntityStates more = states(0, SUM, UNITS);
        EntityState state = more.of("e");
        FeatureValues out = new FeatureValues(2);
        state.addAndRead(event(2_000, 6.0), out, 0);
        assertThat(out.valueAt(0)).isEqualTo(11);
        assertThat(state.series(0).completeSinceMs()).isEqualTo(Long.MIN_VALUE);
        assertThat(state.series(1).completeSinceMs())
                .as("the new input is complete from the last event before it")
                .isEqualTo(1_000);
        more.save("e", state);
        assertThat(states(0, SUM, UNITS).of("e").series(1).completeSinceMs()).isEqualTo(1_000);
    }

    @Test
    void refusesBytesThatAreNoRow() {
        add(states(0, SUM), "e", 1_000, 5);
        byte[] good = row("e");
        rows.rows.put("e", new byte[] {1, 0, 0, 0});
        assertThatThrownBy(() -> states(0, SUM).of("e"))
                .isInstanceOf(CorruptRowException.class)
                .hasMessageContaining("row of entity 'e': version 1; this build reads version 2");
        for (int length = 0; length < good.length; length++) {
            rows.rows.put("e", Arrays.copyOf(good, length));
            assertThatThrownBy(() -> states(0, SUM).of("e")).isInstanceOf(CorruptRowException.class);
        }
        rows.rows.put("e", Arrays.copyOf(good, good.length + 1));
        assertThatThrownBy(() -> states(0, SUM).of("e")).isInstanceOf(CorruptRowException.class);
    }

    @Test
    void refusesARowWhoseChunksAreGone() {
        EntityStates states = states(0, SUM);
        for (int i = 0; i < 200; i++) {
            add(states, "e", i, 1);
        }
        rows.chunks.clear();
        assertThatThrownBy(() -> states(0, SUM).of("e"))
                .hasMessageContaining("its chunks hold 0 values, the row says 128");
    }
}
