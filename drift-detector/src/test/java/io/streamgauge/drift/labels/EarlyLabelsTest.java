package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class EarlyLabelsTest {

    private static Outcome at(long timeMs) {
        return new Outcome(timeMs, 0, timeMs, 1);
    }

    @Test
    void ofOneWindowThoseOfLeastRankStay() {
        EarlyLabels labels = new EarlyLabels(3, 100);
        for (long rank = 9; rank >= 4; rank--) {
            labels.keep(1000, rank, at(1000 + rank));
        }
        assertThat(Objects.requireNonNull(labels.all().get(1000L)).keySet()).containsExactly(4L, 5L, 6L);
        assertThat(labels.size()).isEqualTo(3);
        assertThat(labels.dropped()).isEqualTo(3);
        assertThat(labels.keep(1000, 7, at(1007))).isFalse();
    }

    /** However many windows labels are stamped in, no more are held than there is room for; the furthest ahead go first. */
    @Test
    void ofAllWindowsTheEarliestStay() {
        EarlyLabels labels = new EarlyLabels(10, 6);
        for (long startMs = 0; startMs < 5000; startMs += 1000) {
            for (long rank = 1; rank <= 2; rank++) {
                labels.keep(startMs, rank, at(startMs + rank));
            }
        }
        assertThat(labels.size()).isEqualTo(6);
        assertThat(labels.dropped()).isEqualTo(4);
        assertThat(labels.all().keySet()).containsExactly(0L, 1000L, 2000L);
        assertThat(labels.of(1, 1000)).containsExactly(at(1001), at(2001));
    }

    @Test
    void aLaterLabelOfTheSameEventTakesTheEarliersPlace() {
        EarlyLabels labels = new EarlyLabels(10, 10);
        labels.keep(0, 1, at(5));
        assertThat(labels.keep(0, 1, at(3))).isTrue();
        assertThat(labels.of(1, 0)).containsExactly(at(5));
        assertThat(labels.size()).isEqualTo(1);
    }

    @Test
    void whatHasChangedIsToldOnce() {
        EarlyLabels labels = new EarlyLabels(10, 10);
        labels.keep(0, EarlyLabels.PARTS + 1, at(5));
        assertThat(labels.takeChanged()).hasToString("{0={1}}");
        assertThat(labels.takeChanged()).isEmpty();
        labels.forget(startMs -> startMs == 0);
        assertThat(labels.takeChanged()).hasToString("{0={1}}");
        assertThat(labels.size()).isZero();
    }
}
