package io.streamgauge.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowSampleTest {

    /** Oracle: the least {@code capacity} ranks, sorted. */
    private static List<Long> least(int capacity, long rows) {
        return LongStream.range(0, rows)
                .map(offset -> RowSample.rank(0, offset))
                .sorted()
                .limit(capacity)
                .boxed()
                .toList();
    }

    private static List<Long> ranks(RowSample sample) {
        return sample.rows().stream().map(SampledRow::rank).toList();
    }

    private static SampledRow row(long offset) {
        return new SampledRow(RowSample.rank(0, offset), 0, new double[] {offset});
    }

    @Property
    void holdsTheLeastRanksWhateverTheOrderAndTheCut(
            @ForAll @IntRange(min = 1, max = 40) int capacity,
            @ForAll @IntRange(min = 0, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 6) int parts,
            @ForAll Random random) {
        List<Long> offsets = new ArrayList<>(LongStream.range(0, rows).boxed().toList());
        Collections.shuffle(offsets, random);
        List<RowSample> pieces = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            pieces.add(new RowSample(capacity));
        }
        for (long offset : offsets) {
            pieces.get(random.nextInt(parts)).add(row(offset));
        }
        while (pieces.size() > 1) {
            RowSample taken = pieces.remove(random.nextInt(pieces.size()));
            pieces.get(random.nextInt(pieces.size())).merge(taken);
        }
        assertThat(ranks(pieces.get(0))).isEqualTo(least(capacity, rows));
    }

    /** A part of small capacity has forgotten rows; the merge may then hold only what every part would have kept. */
    @Test
    void mergingIntoALargerSampleKeepsTheLowerCut() {
        RowSample small = new RowSample(50);
        LongStream.range(0, 1000).forEach(offset -> small.add(row(offset)));
        RowSample large = new RowSample(1000);
        LongStream.range(1000, 1200).forEach(offset -> large.add(row(offset)));
        large.merge(small);
        assertThat(large.cut()).isEqualTo(small.cut());
        List<Long> expected = LongStream.range(0, 1200)
                .map(offset -> RowSample.rank(0, offset))
                .filter(rank -> rank < small.cut())
                .sorted()
                .boxed()
                .toList();
        assertThat(ranks(large)).isEqualTo(expected);
    }

    @Test
    void everyPlaceHasItsOwnRank() {
        Set<Long> ranks = new HashSet<>();
        for (int partition = 0; partition < 16; partition++) {
            for (long offset = 0; offset < 5000; offset++) {
                assertThat(ranks.add(RowSample.rank(partition, offset))).isTrue();
            }
        }
    }

    /** Each tenth of the offsets should hold a tenth of the sample: 1000 ± 4 standard errors of 30. */
    @Test
    void isUniformOverTheOffsets() {
        RowSample sample = new RowSample(10_000);
        LongStream.range(0, 100_000).forEach(offset -> sample.add(row(offset)));
        int[] tenths = new int[10];
        sample.rows().forEach(row -> tenths[(int) (row.value(0) / 10_000)]++);
        for (int count : tenths) {
            assertThat(count).isCloseTo(1000, within(120));
        }
    }

    @Test
    void refusesToHoldNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RowSample(0))
                .withMessageContaining("at least one row");
    }

    @Test
    void eventsHaveTheSameOrderWhereverTheyArePublished() {
        RowSample here = new RowSample(100);
        RowSample there = new RowSample(100);
        for (int i = 0; i < 10_000; i++) {
            double[] values = {i};
            here.add(new SampledRow(RowSample.rank("event-" + i, 0, i), 0, values));
            there.add(new SampledRow(RowSample.rank("event-" + i, i % 7, 3L * i + 11), 0, values));
        }
        assertThat(valuesOf(there)).hasSize(100).isEqualTo(valuesOf(here));
    }

    @Test
    void eventsThatShareAnIdAreSampledByTheirPlaces() {
        RowSample sample = new RowSample(100);
        for (int i = 0; i < 10_000; i++) {
            sample.add(new SampledRow(RowSample.rank("", 0, i), 0, new double[] {i}));
        }
        assertThat(sample.size()).isGreaterThan(90);
        assertThat(valuesOf(sample).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .isCloseTo(5_000, within(1_500.0));
    }

    private static List<Double> valuesOf(RowSample sample) {
        return sample.rows().stream().map(row -> row.value(0)).toList();
    }
}
