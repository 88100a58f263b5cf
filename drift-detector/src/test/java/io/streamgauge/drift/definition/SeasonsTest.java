package io.streamgauge.drift.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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

    /** In India hours begin at half past. */
    @Test
    void aPartBeginsNoEarlierThanItsWindow() {
        Seasons days = new Seasons(ZoneId.of("Asia/Kolkata"), 24 * HOUR_MS);
        long midnight = ms("2026-03-23T00:00:00Z");
        assertThat(days.partStartMs(ms("2026-03-23T00:29:59Z"))).isEqualTo(midnight);
        assertThat(days.stratum(midnight)).as("Monday, half past five").isEqualTo(5);
        assertThat(days.partStartMs(ms("2026-03-23T00:30:00Z"))).isEqualTo(ms("2026-03-23T00:30:00Z"));
        assertThat(days.partStartMs(ms("2026-03-22T23:59:59Z"))).isEqualTo(ms("2026-03-22T23:30:00Z"));
        assertThat(days.strata(midnight)).containsExactlyElementsOf(range(5, 30));
        Seasons hours = new Seasons(ZoneId.of("Asia/Kolkata"), HOUR_MS);
        assertThat(hours.strata(midnight)).as("the hour in which it begins").containsExactly(5);
        assertThat(new Seasons(ZoneId.of("Asia/Kathmandu"), 2 * HOUR_MS).strata(midnight))
                .as("from a quarter to six")
                .containsExactly(5, 6, 7);
        Seasons odd = new Seasons(ZoneId.of("UTC"), 3 * HOUR_MS / 2);
        assertThat(odd.partStartMs(ms("2026-03-23T01:45:00Z"))).isEqualTo(ms("2026-03-23T01:30:00Z"));
    }

    /** Days of 23, 25 and, on Lord Howe Island, 23.5 and 24.5 hours, as windows of a day in UTC show them. */
    @Test
    void daysOnWhichClocksChangeHoldTheHoursThatPeopleSee() {
        Seasons berlin = new Seasons(BERLIN, 24 * HOUR_MS);
        List<Integer> forward = new ArrayList<>(range(6 * 24 + 1, 7 * 24));
        forward.remove(Integer.valueOf(6 * 24 + 2));
        forward.addAll(range(0, 2));
        assertThat(berlin.strata(ms("2026-03-29T00:00:00Z"))).containsExactlyInAnyOrderElementsOf(forward);
        List<Integer> back = new ArrayList<>(range(6 * 24 + 2, 7 * 24));
        back.add(0);
        assertThat(berlin.strata(ms("2026-10-25T00:00:00Z"))).containsExactlyInAnyOrderElementsOf(back);
        assertThat(berlin.partStartMs(ms("2026-10-25T01:30:00Z")))
                .as("the second hour from two to three")
                .isEqualTo(ms("2026-10-25T01:00:00Z"));
        Seasons island = new Seasons(ZoneId.of("Australia/Lord_Howe"), 24 * HOUR_MS);
        assertThat(island.strata(ms("2026-04-04T00:00:00Z")))
                .as("from eleven to half past ten, the half hour from half past one twice")
                .containsExactlyElementsOf(range(5 * 24 + 11, 6 * 24 + 11));
        assertThat(island.strata(ms("2026-10-03T00:00:00Z")))
                .as("from half past ten to eleven")
                .containsExactlyElementsOf(range(5 * 24 + 10, 6 * 24 + 11));
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
