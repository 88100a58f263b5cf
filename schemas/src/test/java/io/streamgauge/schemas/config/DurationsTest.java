package io.streamgauge.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"PT1H36M59S, 1h36m59s", "P1DT0.5S, 1d500ms", "PT1H, 1h", "PT0S, 0s", "PT-2M, -2m"})
    void allUnitsAreSpelled(Duration duration, String text) {
        assertThat(Durations.spelled(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1 h, 1h",
        "7 days, 7d",
        "1w, 7d",
        "2 Weeks, 14d",
        "1 hour, 1h",
        "5min, 5m",
        "10 ms, 10ms",
        "30 secs, 30s"
    })
    void whatIsMeantIsADuration(String text, String meant) {
        assertThat(Durations.meant(text)).contains(meant);
        assertThat(Durations.parse(meant)).isPresent();
        assertThat(Durations.meant("one hour")).isEmpty();
        assertThat(Durations.meant("1 month")).isEmpty();
    }

    @Property
    void whatIsWrittenIsRead(@ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long ms) {
        Duration duration = Duration.ofMillis(ms);
        assertThat(Durations.parse(Durations.format(duration))).contains(duration);
    }

    @ParameterizedTest
    @CsvSource({"7d, 604800000", "90m, 5400000", "1500ms, 1500", "1h, 3600000", "0s, 0", "60s, 60000"})
    void unitsAreFive(String text, long ms) {
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(ms));
    }

    @ParameterizedTest
    @CsvSource({"PT90M, 90m", "PT24H, 1d", "PT0.001S, 1ms", "PT0S, 0s"})
    void theLargestUnitThatFitsIsShown(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "7 d", "-7d", "1.5h", "7D", "1w", "999999999999999d", "1d2h"})
    void whatElseIsWrittenIsNone(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
