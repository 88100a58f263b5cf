package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FigureRangeTest {

    /** A figure that is added says between which numbers it lies. */
    @ParameterizedTest
    @EnumSource(Statistic.class)
    void everyFigureHasAnEnd(Statistic statistic) {
        FigureRange range = FigureRange.of(statistic.text());
        assertThat(Double.isFinite(range.least()) || Double.isFinite(range.greatest()))
                .isTrue();
        assertThat(range.drawnIn(1)).isEqualTo(1);
    }

    @Test
    void everyGapHasTwo() {
        assertThat(FairnessJudge.GAPS).allSatisfy(gap -> {
            assertThat(FigureRange.of(gap).least()).isZero();
            assertThat(FigureRange.of(gap).greatest()).isFinite();
        });
    }

    @Test
    void sharesStayBetween0And1() {
        FigureRange recall = FigureRange.of("recall");
        assertThat(recall.drawnIn(-0.02)).isZero();
        assertThat(recall.drawnIn(1.03)).isEqualTo(1);
        assertThat(recall.drawnIn(0.4)).isEqualTo(0.4);
        assertThat(FigureRange.of("log_loss").drawnIn(1.03)).isEqualTo(1.03);
        assertThat(FigureRange.of("log_loss").drawnIn(-0.1)).isZero();
        assertThat(FigureRange.of("r2").drawnIn(-3)).isEqualTo(-3);
        assertThat(FigureRange.of("calibration").drawnIn(-0.2)).isEqualTo(-0.2);
        assertThat(FigureRange.of("adwin").drawnIn(7)).isEqualTo(7);
    }
}
