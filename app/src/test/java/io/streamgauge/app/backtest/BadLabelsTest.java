package io.streamgauge.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BadLabelsTest {

    @Test
    void allAreCountedAndTheFirstIsTold() {
        BadLabels bad = new BadLabels();
        assertThat(bad.count()).isZero();
        assertThat(bad.firstWhy()).isNull();
        bad.add("labels.csv: row 3: no number");
        bad.add("labels.csv: row 7: no event");
        assertThat(bad.count()).isEqualTo(2);
        assertThat(bad.firstWhy()).isEqualTo("labels.csv: row 3: no number");
    }
}
