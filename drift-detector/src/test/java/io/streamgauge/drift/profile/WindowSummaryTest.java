package io.streamgauge.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class WindowSummaryTest {

    private static final OffsetRanges.Partition P0 = new OffsetRanges.Partition("events", 0);
    private static final OffsetRanges.Partition P1 = new OffsetRanges.Partition("events", 1);

    @Test
    void countsWhatIsThereAndWhatIsMissing() {
        WindowSummary summary = new WindowSummary(2, 10);
        summary.add(0, P0, 5, new double[] {1, Double.NaN});
        summary.add(0, P0, 3, new double[] {-2, 4});
        assertThat(summary.rows()).isEqualTo(2);
        assertThat(summary.totals(0).minimum()).isEqualTo(-2);
        assertThat(summary.totals(0).maximum()).isEqualTo(1);
        assertThat(summary.totals(1).count()).isEqualTo(1);
        assertThat(summary.totals(1).missing()).isEqualTo(1);
        assertThat(summary.columns().get(1).missing()).isEqualTo(1);
        assertThat(summary.columns().get(0).mean()).isEqualTo(-0.5);
    }

    @Test
    void knowsWhereItsRowsCameFrom() {
        WindowSummary a = new WindowSummary(1, 10);
        a.add(0, P0, 5, new double[] {1});
        a.add(0, P0, 9, new double[] {1});
        WindowSummary b = new WindowSummary(1, 10);
        b.add(0, P0, 2, new double[] {1});
        b.add(0, P1, 7, new double[] {1});
        a.merge(b);
        assertThat(a.offsets().asMap())
                .containsEntry(P0, new OffsetRanges.Range(2, 9))
                .containsEntry(P1, new OffsetRanges.Range(7, 7))
                .hasSize(2);
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        WindowSummary summary = new WindowSummary(2, 10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> summary.add(0, P0, 0, new double[1]))
                .withMessage("a row has 2 values, not 1");
        assertThatIllegalArgumentException().isThrownBy(() -> summary.merge(new WindowSummary(3, 10)));
    }
}
