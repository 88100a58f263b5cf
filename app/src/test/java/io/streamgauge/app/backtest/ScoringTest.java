package io.streamgauge.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.WrongUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delays and rates by hand: twenty windows of a day, from day 10 on. */
class ScoringTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAY_MS = 86_400_000;
    private static final double DAY = 86_400;
    private static final List<Window> DAYS =
            IntStream.range(10, 30).mapToObj(ScoringTest::day).toList();

    private static Window day(int day) {
        long startMs = START.toEpochMilli() + day * DAY_MS;
        return new Window(startMs, startMs + DAY_MS);
    }

    private static List<Window> days(int... days) {
        return Arrays.stream(days).mapToObj(ScoringTest::day).toList();
    }

    private static Instant at(double day) {
        return START.plusMillis((long) (day * DAY_MS));
    }

    @Test
    void anAlarmIsOfTheChangeInItsWindow() {
        // Day 15 at noon to day 18: days 15, 16 and 17 hold something of it. Day 25: all from there on.
        Scoring scoring =
                new Scoring(DAYS, DAY_MS, List.of(new MarkedChange(at(15.5), at(18)), new MarkedChange(at(25), null)));

        Score score = scoring.of("by hand", days(12, 16, 17, 18, 26, 29));

        assertThat(score.alarms()).isEqualTo(6);
        assertThat(score.detected()).isEqualTo(2);
        assertThat(score.missed()).isZero();
        assertThat(score.delaysSeconds()).containsExactly(1.5 * DAY, 2 * DAY);
        assertThat(score.meanDelaySeconds()).isEqualTo(1.75 * DAY);
        assertThat(score.repeated()).as("17 and 29").isEqualTo(2);
        assertThat(score.falseAlarms()).as("12, and 18 when it was over").isEqualTo(2);
        assertThat(score.cleanWindows()).as("20 less 15 to 17 and 25 to 29").isEqualTo(12);
        assertThat(score.falseAlarmRate()).isEqualTo(2.0 / 12);
        assertThat(score.falseAlarmsPer30Days()).isEqualTo(5.0);
    }

    @Test
    void aChangeLastsUntilTheNextAndCanBeMissed() {
        Scoring scoring =
                new Scoring(DAYS, DAY_MS, List.of(new MarkedChange(at(14), null), new MarkedChange(at(20), null)));

        Score score = scoring.of("by hand", days(20));

        assertThat(score.delaysSeconds()).containsExactly(null, DAY);
        assertThat(score.missed()).isEqualTo(1);
        assertThat(score.cleanWindows()).isEqualTo(4);
        assertThat(score.falseAlarms()).isZero();
    }

    @Test
    void baselinesDoNotLookAtTheData() {
        Scoring scoring = new Scoring(DAYS, DAY_MS, List.of(new MarkedChange(at(22), null)));

        List<Score> baselines = scoring.baselines(7);

        assertThat(baselines).extracting(Score::method).containsExactly("no_change", "blind_reset", "always_fire");
        Score none = baselines.get(0);
        assertThat(none.missed()).isEqualTo(1);
        assertThat(none.falseAlarmRate()).isZero();
        assertThat(none.meanDelaySeconds()).isNull();
        Score reset = baselines.get(1); // the 7th and the 14th window: days 16 and 23
        assertThat(reset.alarms()).isEqualTo(2);
        assertThat(reset.falseAlarms()).isEqualTo(1);
        assertThat(reset.meanDelaySeconds()).isEqualTo(2 * DAY);
        assertThat(reset.falseAlarmRate()).isEqualTo(1.0 / 12);
        Score always = baselines.get(2);
        assertThat(always.meanDelaySeconds()).isEqualTo(DAY);
        assertThat(always.falseAlarms()).isEqualTo(12);
        assertThat(always.repeated()).isEqualTo(7);
        assertThat(always.falseAlarmRate()).isEqualTo(1);
        assertThat(always.falseAlarmsPer30Days()).isEqualTo(30);
    }

    @Test
    void whatTheReferenceKnowsIsNoChange() {
        List<MarkedChange> changes =
                List.of(new MarkedChange(at(3), null), new MarkedChange(at(28), null), new MarkedChange(at(40), null));
        Scoring scoring = new Scoring(DAYS, DAY_MS, changes);

        assertThat(scoring.judged()).containsExactly(changes.get(1));
        assertThat(scoring.of("by hand", days(12)).falseAlarms()).isEqualTo(1);
        assertThat(new Scoring(List.of(), DAY_MS, changes)
                        .of("by hand", List.of())
                        .falseAlarmRate())
                .isNull();
    }

    /** A window every quarter of a day: four times as many to be false in. */
    @Test
    void theRateOfADayCountsSteps() {
        List<Window> sliding = IntStream.range(0, 12)
                .mapToObj(i -> new Window(i * DAY_MS / 4, i * DAY_MS / 4 + DAY_MS))
                .toList();

        Score score = new Scoring(sliding, DAY_MS / 4, List.of()).of("by hand", sliding.subList(0, 3));

        assertThat(score.falseAlarmRate()).isEqualTo(0.25);
        assertThat(score.falseAlarmsPer30Days()).isEqualTo(30.0);
    }

    @Test
    void changesComeFromAListOrAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("changes.txt"),
                "# known\n2026-02-01T00:00:00Z # a new terminal\n\n2026-01-10T00:00:00Z/2026-01-12T00:00:00Z\n");
        List<MarkedChange> expected = List.of(
                new MarkedChange(Instant.parse("2026-01-10T00:00:00Z"), Instant.parse("2026-01-12T00:00:00Z")),
                new MarkedChange(Instant.parse("2026-02-01T00:00:00Z"), null));

        assertThat(MarkedChange.read(file.toString())).isEqualTo(expected);
        assertThat(MarkedChange.read("2026-02-01T00:00:00Z, 2026-01-10T00:00:00Z/2026-01-12T00:00:00Z"))
                .isEqualTo(expected);
        refused("yesterday", "'yesterday' is no change");
        refused("2026-02-01T00:00:00Z,", "'' is no change");
        refused("2026-02-01T00:00:00Z/2026-02-01T00:00:00Z", "not after it began");
        refused("2026-01-10T00:00:00Z/2026-01-12T00:00:00Z,2026-01-11T00:00:00Z", "may not overlap");
    }

    private static void refused(String changes, String why) {
        assertThatThrownBy(() -> MarkedChange.read(changes))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining(why);
    }
}
