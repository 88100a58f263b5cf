package io.streamgauge.drift.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonsTest {

    private static final long HOUR_MS = 3_600_000L;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static long ms(String moment) {
        return Instant.parse(moment).toEpochMilli();
    }

    /** 2026-03-29 is the Sunday on which clocks in Berlin are put forward, from 2 to 3. */
    @Test
    void hoursAreThoseThatAClockOfTheZoneShows() {
        Seasons seasons = new Seasons(BERLIN, HOUR_MS);
        assertThat(seasons.stratum(ms("2026-03-28T23:00:00Z")))
                .as("Sunday, midnight")
                .isEqualTo(6 * 24);
        assertThat(seasons.stratum(ms("2026-03-29T00:00:00Z"))).isEqualTo(6 * 24 + 1);
        assertThat(seasons.stratum(ms("2026-03-29T01:00:00Z"))).isEqualTo(6 * 24 + 3);
        assertThat(seasons.stratum(ms("2026-03-30T04:00:00Z")))
                .as("Monday at 6")
                .isEqualTo(6);
        assertThat(seasons.stratum(ms("2026-03-23T05:00:00Z")))
                .as("a week before")
                .isEqualTo(6);
    }

    @Test
    void aWindowHoldsTheHoursThatItTouches() {
        assertThat(new Seasons(BERLIN, HOUR_MS).strata(ms("2026-03-23T05:00:00Z")))
                .containsExactly(6);
        assertThat(new Seasons(BERLIN, HOUR_MS / 4).strata(ms("2026-03-23T05:45:00Z")))
                .containsExactly(6);
        assertThat(new Seasons(BERLIN, 6 * HOUR_MS).strata(ms("2026-03-23T00:00:00Z")))
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(new Seasons(ZoneId.of("UTC"), 24 * HOUR_MS).strata(ms("2026-03-24T00:00:00Z")))
                .containsExactlyElementsOf(IntStream.range(24, 48).boxed().toList());
    }

    @Test
    void anEventIsOfItsWindowOrOfItsHour() {
        assertThat(new Seasons(BERLIN, HOUR_MS / 2).partStartMs(ms("2026-03-23T05:47:11Z")))
                .isEqualTo(ms("2026-03-23T05:30:00Z"));
        assertThat(new Seasons(BERLIN, 6 * HOUR_MS).partStartMs(ms("2026-03-23T05:47:11Z")))
                .isEqualTo(ms("2026-03-23T05:00:00Z"));
        assertThat(new Seasons(ZoneId.of("Asia/Kolkata"), 6 * HOUR_MS).partStartMs(ms("2026-03-23T05:47:11Z")))
                .isEqualTo(ms("2026-03-23T05:30:00Z"));
    }
}
