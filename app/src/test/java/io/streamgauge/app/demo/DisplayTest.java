package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.ReferencePlan;
import io.streamgauge.app.live.TestingRecords;
import io.streamgauge.schemas.AlertStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DisplayTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final LiveStats live =
            new LiveStats(new ReferencePlan(Duration.ofDays(37), Duration.ofDays(14)), () -> 0, CLOCK.millis());
    private final StringWriter written = new StringWriter();

    @Test
    void theBlockFitsATerminalAndSaysItAll() {
        busy();

        List<String> block = StatusText.block(live.snapshot(CLOCK.millis()), 1_234_567, Duration.ofSeconds(75));

        assertThat(block).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(StatusText.WIDTH));
        assertThat(String.join("\n", block))
                .contains("1,234,567", "features fresh as of 2018-04-01 00:00", "latency p50 25 ms, p99 25 ms")
                .contains("amount, customer.amount_mean_7d drifted on 2018-05-28")
                .contains("dead letters 1, late 0", "retraining events 1", "1:15");
    }

    @Test
    void beforeAnythingHappensItSaysSo() {
        assertThat(String.join("\n", StatusText.block(live.snapshot(CLOCK.millis()), 0, Duration.ZERO)))
                .contains("features fresh as of nothing yet", "latency not known yet", "learning the reference");
    }

    @Test
    void aLineIsShortAndTellsTheLatencyOfTheLastSecond() {
        busy();
        live.tick(CLOCK.millis() + 1_000);
        String line = StatusText.line(live.snapshot(CLOCK.millis() + 1_000), 12_345_678, Duration.ofSeconds(3_599));

        assertThat(line)
                .startsWith("59:59  12,345,678 events, 1 predictions (")
                .contains("/s, p50 25 ms, p99 25 ms), up to ")
                .endsWith("drift: 2 features")
                .hasSizeLessThanOrEqualTo(120);
        live.tick(CLOCK.millis() + 2_000);
        assertThat(StatusText.line(live.snapshot(CLOCK.millis() + 2_000), 1, Duration.ofSeconds(11)))
                .as("nothing was predicted in the last second")
                .startsWith("0:11  1 events, 1 predictions, up to ");
    }

    @Test
    void onATerminalTheBlockIsRedrawnInPlaceBelowTheNews() {
        Display display = new Display(new PrintWriter(written), true, live, CLOCK);
        display.begin();
        display.update(0, Duration.ZERO);
        busy();
        display.update(1, Duration.ofSeconds(1));

        assertThat(written.toString())
                .containsOnlyOnce("\u001b[5A")
                .containsOnlyOnce("* alert opened: amount has drifted")
                .containsOnlyOnce("* retraining asked for: amount and request.night");
    }

    @Test
    void elsewhereOnlyNewsAreLinesAndThePastIsNone() {
        live.alert(TestingRecords.alert("a0", AlertStatus.RESOLVED, 40), true);
        Display display = new Display(new PrintWriter(written), false, live, CLOCK);
        display.begin();
        busy();
        display.update(1, Duration.ofSeconds(1));

        assertThat(written.toString().lines())
                .containsExactly(
                        "* alert opened: amount has drifted: PSI 0.31 against a threshold of 0.10",
                        "* retraining asked for: amount and request.night have drifted for 2 windows");
    }

    @Test
    void theSummaryIsComplete() {
        live.driftMetric(TestingRecords.metric("terminal.risk_7d", "psi", 40, 0.4, true), true);
        busy();

        DemoSummary summary = DemoSummary.of(
                "fraud",
                1,
                true,
                live.snapshot(CLOCK.millis()),
                live.driftedFeatures(),
                Duration.ofMillis(7_240),
                Duration.ofSeconds(2));

        assertThat(summary.eventsPerSecond()).isEqualTo(0.5);
        assertThat(summary.driftedFeatures()).containsExactly("amount", "customer.amount_mean_7d");
        assertThat(summary.fraudFlagged()).isEqualTo(1);
        assertThat(summary.startUpSeconds()).isEqualTo(7.2);
        assertThat(SummaryText.lines(summary)).hasSize(5).first().asString().startsWith("1 events, 1 predictions");
    }

    private void busy() {
        live.prediction(
                TestingRecords.prediction("a", TestingRecords.START, 0.9, "review"),
                false,
                OptionalLong.of(CLOCK.millis() - 25),
                CLOCK.millis());
        live.deadLetter("NULL_ID");
        live.referenceProfile(TestingRecords.profile("amount"));
        live.driftMetric(TestingRecords.metric("amount", "psi", 57, 0.4, true), false);
        live.driftMetric(TestingRecords.metric("customer.amount_mean_7d", "psi", 57, 0.4, true), false);
        live.alert(TestingRecords.alert("a1", AlertStatus.OPENED, 57), false);
        live.retrainingEvent(TestingRecords.retraining("r1", 58), false);
    }
}
