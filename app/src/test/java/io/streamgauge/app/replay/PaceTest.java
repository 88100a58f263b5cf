package io.streamgauge.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    @Test
    void rateSpacesEventsEvenly() {
        Pace pace = Pace.parseRate("5000/s");

        assertThat(pace.dueNanos(0, 0)).isZero();
        assertThat(pace.dueNanos(1, 99)).isEqualTo(200_000);
        assertThat(pace.dueNanos(5_000, 0)).isEqualTo(1_000_000_000L);
    }

    @Test
    void speedUpFollowsEventTime() {
        Pace pace = Pace.parseSpeedUp("3600");

        assertThat(pace.dueNanos(7, 3_600_000)).isEqualTo(1_000_000_000L);
        assertThat(pace.dueNanos(8, -3_600_000)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "fast", "10/m", "1e9", "NaN"})
    void refusesWhatIsNoRate(String text) {
        assertThatThrownBy(() -> Pace.parseRate(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a number of events per second, such as 5000/s");
    }

    @Test
    void refusesWhatIsNoFactor() {
        assertThatThrownBy(() -> Pace.parseSpeedUp("0x"))
                .hasMessage("'0x' is not a factor, such as 3600 for an hour in a second");
    }
}
