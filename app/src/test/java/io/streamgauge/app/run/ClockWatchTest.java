package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final long NOON_MS = Instant.parse("2020-01-01T12:00:00Z").toEpochMilli();

    private final AtomicLong clockMs = new AtomicLong(NOON_MS);
    private final List<String> told = new ArrayList<>();
    private final CountDownLatch lastResort = new CountDownLatch(1);
    private final ClockWatch watch = new ClockWatch(
            clockMs::get, failure -> told.add(failure.getMessage()), lastResort::countDown, Duration.ZERO);

    private void at(long sinceNoonMs) {
        clockMs.set(NOON_MS + sinceNoonMs);
        watch.look();
    }

    @Test
    void clockThatIsSetBackIsToldOnce() {
        at(1_000);
        at(1_000 - 3_600_000);
        at(1_250 - 3_600_000);
        assertThat(told)
                .containsExactly(
                        "the clock was set back by 1h, from 2020-01-01T12:00:01Z to 2020-01-01T11:00:01Z; Kafka's"
                                + " clients would stand still for as long, so this process must be started again");
    }

    @Test
    void clockThatGoesOnOrAheadIsFine() {
        at(250);
        at(3_600_000);
        at(3_600_250);
        assertThat(told).isEmpty();
    }

    @Test
    void partsThatDoNotCloseEndByTheLastResort() throws Exception {
        at(3_600_000);
        assertThat(lastResort.getCount()).isEqualTo(1);
        at(0);
        assertThat(lastResort.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWatchThatIsClosedHasNoLastResort() {
        watch.close();
        at(3_600_000);
        at(0);
        assertThat(told).hasSize(1);
        assertThat(lastResort.getCount()).isEqualTo(1);
    }

    /** How late clients are counts, not how often the clock was set. */
    @Test
    void shortStepsBackAreBorne() {
        at(10_000);
        at(5_000);
        assertThat(told).isEmpty();
        at(11_000);
        at(6_001);
        assertThat(told).isEmpty();
        at(5_999);
        assertThat(told).hasSize(1);
    }

    /** A jump ahead and back within a look's time is not seen; else what counts is the latest moment seen. */
    @Test
    void jumpAheadAndBackIsASetBack() {
        at(3_600_000);
        at(500);
        assertThat(told).hasSize(1);
    }
}
