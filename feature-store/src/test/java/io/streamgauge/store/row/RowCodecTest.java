package io.streamgauge.store.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCodecTest {

    private static final long SEED = 7;

    record Row(long timeMs, List<@Nullable Double> values) {}

    private final RowCodec codec = new RowCodec(2);

    private static byte[] insert(RowCodec codec, byte[] row, int dropped, Row event) {
        int index = codec.countUpTo(row, codec.check(row), event.timeMs);
        byte[] longer = codec.insert(row, dropped, index, event.timeMs);
        for (int column = 0; column < event.values.size(); column++) {
            Double value = event.values.get(column);
            if (value != null) {
                codec.setValue(longer, column, index - dropped, value);
            }
        }
        return longer;
    }

    /** The row that {@code row-v1.bin} holds: ties, nulls, more than eight events, values that are hard to keep. */
    private byte[] golden() {
        byte[] row = codec.empty();
        List<@Nullable Double> none = new ArrayList<>();
        none.add(null);
        none.add(null);
        row = insert(codec, row, 0, new Row(1_522_540_831_000L, List.of(57.16, 1.0)));
        row = insert(codec, row, 0, new Row(1_522_540_930_000L, none));
        row = insert(codec, row, 0, new Row(-1L, List.of(-0.0, Double.NaN)));
        for (int i = 0; i < 7; i++) {
            row = insert(codec, row, 0, new Row(1_522_540_831_000L + i % 3, List.of(Double.MIN_VALUE * i, 1e308)));
        }
        return insert(codec, row, 0, new Row(Long.MAX_VALUE, List.of(Double.NEGATIVE_INFINITY, 0.1)));
    }

    @Test
    void readsAndWritesVersion1() throws IOException {
        try (InputStream in = Objects.requireNonNull(RowCodecTest.class.getResourceAsStream("/state/row-v1.bin"))) {
            byte[] released = in.readAllBytes();
            codec.checkDeeply(released);
            assertThat(HexFormat.of().formatHex(golden()))
                    .isEqualTo(HexFormat.of().formatHex(released));
            assertThat(codec.check(released)).isEqualTo(11);
            assertThat(codec.timeAt(released, 0)).isEqualTo(-1);
            assertThat(codec.valueAt(released, 0, 0)).isEqualTo(Double.valueOf(-0.0));
            assertThat(codec.isNull(released, 1, 9)).isTrue();
            assertThat(codec.valueAt(released, 1, 10)).isEqualTo(0.1);
        }
    }

    @Test
    void sizeIsAsStated() {
        assertThat(codec.empty()).hasSize(8);
        assertThat(golden()).hasSize(8 + 8 * 11 + 2 * (8 * 11 + 2));
        assertThat(codec.sizeBytes(1_000)).isEqualTo(8 + 1_000 * 8 + 2 * (1_000 * 8 + 125));
        assertThat(new RowCodec(0).sizeBytes(3)).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void equalsASortedListWhateverIsInsertedAndDropped(int columns) {
        RowCodec some = new RowCodec(columns);
        Random random = new Random(SEED);
        for (int run = 0; run < 50; run++) {
            List<Row> model = new ArrayList<>();
            byte[] row = some.empty();
            for (int i = 0; i < 60; i++) {
                Row event = new Row(random.nextInt(20), values(columns, random));
                int index = some.countUpTo(row, model.size(), event.timeMs);
                int dropped = random.nextInt(6) == 0 ? random.nextInt(index + 1) : 0;
                row = insert(some, row, dropped, event);
                model.add(event);
                model.sort(Comparator.comparingLong(Row::timeMs));
                model = new ArrayList<>(model.subList(dropped, model.size()));
                assertSame(some, row, model);
            }
            int dropped = random.nextInt(model.size() + 1);
            assertSame(some, some.drop(row, dropped), model.subList(dropped, model.size()));
        }
    }

    private static List<@Nullable Double> values(int columns, Random random) {
        List<@Nullable Double> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            values.add(random.nextInt(3) == 0 ? null : random.nextDouble());
        }
        return values;
    }

    private static void assertSame(RowCodec codec, byte[] row, List<Row> model) {
        codec.checkDeeply(row);
        assertThat(codec.count(row)).isEqualTo(model.size());
        assertThat((long) row.length).isEqualTo(codec.sizeBytes(model.size()));
        for (int i = 0; i < model.size(); i++) {
            assertThat(codec.timeAt(row, i)).as("seed %s", SEED).isEqualTo(model.get(i).timeMs);
            for (int column = 0; column < model.get(i).values.size(); column++) {
                Double value = model.get(i).values.get(column);
                assertThat(codec.isNull(row, column, i)).as("seed %s", SEED).isEqualTo(value == null);
                assertThat(codec.valueAt(row, column, i)).isEqualTo(value == null ? 0 : value);
            }
        }
    }

    @Test
    void gathersNewestFirstWithoutNulls() {
        double[] values = new double[12];
        assertThat(codec.gatherNewestFirst(golden(), 1, 8, 11, values, 1)).isEqualTo(3);
        assertThat(values).startsWith(0, 0.1, 1e308);
    }

    @Test
    void refusesWhatIsNoRowOfTheView() {
        byte[] row = golden();
        assertCorrupt(new byte[3], "at least 8 bytes, these are 3");
        assertCorrupt(changed(row, 0, 2), "version 2", "this build reads version 1");
        assertCorrupt(changed(row, 3, 1), "flags 256");
        assertCorrupt(changed(row, 1, 3), "3 columns; the view has 2");
        assertCorrupt(changed(row, 4, 12), "12 events and 2 columns in 276 bytes; expected 300");
        assertCorrupt(changed(row, 7, 0x80), "expected no negative count");
        assertCorrupt(java.util.Arrays.copyOf(row, row.length - 1), "in 275 bytes; expected 276");
    }

    @Test
    void looksDeeplyWhereAsked() {
        byte[] row = golden();
        assertThatThrownBy(() -> codec.checkDeeply(changed(row, 8 + 7, 0x7f)))
                .isInstanceOf(CorruptRowException.class)
                .hasMessageContaining("times of a state row ascend; event 1");
        assertThatThrownBy(() -> codec.checkDeeply(changed(row, 8 + 88 + 1, 0x80)))
                .hasMessageContaining("spare bits of column 0");
        assertThatThrownBy(() -> codec.checkDeeply(changed(row, 8 + 88, 0x02)))
                .hasMessageContaining("a null holds 0; column 0 of event 1");
    }

    @Test
    void hasAtMost255Columns() {
        assertThatThrownBy(() -> new RowCodec(256)).hasMessage("a row has 0 to 255 columns, not 256");
        assertThat(new RowCodec(255).check(new RowCodec(255).empty())).isZero();
    }

    private void assertCorrupt(byte[] bytes, String... saying) {
        assertThatThrownBy(() -> codec.check(bytes))
                .isInstanceOf(CorruptRowException.class)
                .hasMessageContainingAll(saying);
    }

    private static byte[] changed(byte[] row, int offset, int value) {
        byte[] changed = row.clone();
        changed[offset] = (byte) value;
        return changed;
    }
}
