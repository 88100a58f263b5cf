package io.streamgauge.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.guard.GuardReading.State;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.GuardText;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How often guards with a risk are broken by chance, and how soon where they should be, by simulation. */
class GuardRiskTest {

    private static final long SEED = 20261122;
    private static final DeployedModel MODEL = new DeployedModel("cards", "2", "2".repeat(64));
    private static final double RISK = 0.5;
    private static final int LOOK_EVERY = 10;

    /** Adds a prediction to samples. */
    private interface Stream {
        void next(GuardSamples samples);
    }

    /** How many of so many streams are broken within so many predictions, looked at every ten. */
    private static int broken(Guard guard, Stream stream, int streams, int predictions) {
        int broken = 0;
        for (int i = 0; i < streams; i++) {
            broken += within(guard, stream, predictions) <= predictions ? 1 : 0;
        }
        System.out.printf(
                "%s, risk %s: %d of %d in %d%n", GuardText.of(guard), guard.getRisk(), broken, streams, predictions);
        return broken;
    }

    private static int within(Guard guard, Stream stream, int predictions) {
        GuardSamples samples = new GuardSamples(List.of(guard), 0);
        DeployedVariant variant =
                new DeployedVariant("canary", VariantRole.CANDIDATE, MODEL, false, List.of(), List.of(guard));
        for (int i = 1; i <= predictions; i++) {
            stream.next(samples);
            if (i % LOOK_EVERY == 0 && GuardReading.of(variant, guard, samples).broken()) {
                return i;
            }
        }
        return predictions + 1;
    }

    private static Guard guard(String text, double risk) throws Exception {
        return GuardText.parse(text, 200, 0, 50, risk);
    }

    private static Stream errors(SplittableRandom random, double share) {
        return samples -> samples.add(random.nextDouble() < share ? Double.NaN : 0.5, new double[0], 1_000, false, 0);
    }

    private static Stream latencies(SplittableRandom random, double shareSlow) {
        return samples -> samples.add(
                0.5,
                new double[0],
                random.nextDouble() < shareSlow ? 5_000_000 + random.nextInt(1_000) : 1_000_000,
                false,
                0);
    }

    /** Scores of the champion are uniform from 0 to {@code spread}; the variant's are its with a share moved up by 2. */
    private static Stream scores(SplittableRandom random, double spread, double moved) {
        return samples -> {
            double[] beside = new double[GuardSamples.BESIDE];
            Arrays.setAll(beside, i -> spread * random.nextDouble());
            double score = spread * random.nextDouble();
            samples.add(score + (random.nextDouble() < moved ? 2 : 0), beside, 1_000, false, 0);
        };
    }

    @Test
    void atTheLimitTheyAreBrokenAsSeldomAsTheySay() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        assertThat(broken(guard("errors < 10%", RISK), errors(random, 0.1), 400, 1_000))
                .as("seed %d", SEED)
                .isBetween(10, 200);
        assertThat(broken(guard("latency p90 < 5ms", RISK), latencies(random, 0.1), 400, 1_000))
                .isBetween(10, 200);
        assertThat(broken(guard("shift < 0.2", RISK), scores(random, 0, 0.2), 200, 600))
                .as("where the widest gap is known at once")
                .isBetween(4, 100);
        assertThat(broken(guard("shift < 0.2", RISK), scores(random, 1, 0.2), 50, 600))
                .as("where it has to be sought")
                .isLessThanOrEqualTo(25);
    }

    @Test
    void byThePlainValueTheyAreBrokenSoon() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        assertThat(broken(guard("errors < 10%", 0), errors(random, 0.1), 50, 1_000))
                .isGreaterThan(45);
        assertThat(broken(guard("errors < 10%", 0), errors(random, 0.07), 50, 1_000))
                .as("well below the limit")
                .isGreaterThan(20);
    }

    @Test
    void whatIsWellBeyondTheLimitIsFoundSoon() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        assertThat(broken(guard("errors < 10%", 0.01), errors(random, 0.3), 50, 200))
                .isGreaterThan(45);
        assertThat(broken(guard("latency p90 < 5ms", 0.01), latencies(random, 0.3), 50, 200))
                .isGreaterThan(45);
        assertThat(broken(guard("shift < 0.2", 0.01), scores(random, 1, 0.6), 50, 200))
                .isGreaterThan(45);
    }

    @Test
    void aFaultThatComesLateIsFoundToo() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Guard guard = guard("errors < 10%", 0.01);
        int[] seen = {0};
        Stream late = samples -> errors(random, ++seen[0] <= 5_000 ? 0.05 : 0.4).next(samples);
        assertThat(within(guard, late, 5_400)).isBetween(5_001, 5_200);
    }

    @Test
    void aReadingTellsItsBound() throws Exception {
        Guard guard = guard("errors < 10%", 0.01);
        GuardSamples samples = new GuardSamples(List.of(guard), 0);
        DeployedVariant variant =
                new DeployedVariant("canary", VariantRole.CANDIDATE, MODEL, false, List.of(), List.of(guard));
        for (int i = 0; i < 49; i++) {
            samples.add(Double.NaN, new double[0], 1_000, false, 0);
        }
        assertThat(GuardReading.of(variant, guard, samples).text())
                .isEqualTo("guard 'errors < 10%' of canary waits for 50 predictions, has 49");
        for (int i = 0; i < 60; i++) {
            samples.add(i < 1 ? Double.NaN : 0.5, new double[0], 1_000, false, 0);
        }
        GuardReading broken = GuardReading.of(variant, guard, samples);
        assertThat(broken.state()).isEqualTo(State.BROKEN);
        assertThat(broken.text()).contains("is broken: ", ", surely ", "% or more, of ");
        assertThat(broken.breach().getAtLeast()).isGreaterThanOrEqualTo(0.1).isLessThan(broken.seen());
        assertThat(broken.breach().getPValue()).isNull();
    }

    @Test
    void stretchesOverlapAndTheirRisksAddUp() throws Exception {
        Guard guard = GuardText.parse("errors < 10%", 100, 60_000, 50, RISK);
        Stretches stretches = new Stretches(guard, 0);
        for (int i = 0; i < 60; i++) {
            stretches.add(i, 0);
        }
        assertThat(stretches.open()).extracting(Stretches.Stretch::from).containsExactly(0L, 50L);
        assertThat(stretches.open()).extracting(Stretches.Stretch::alpha).containsExactly(RISK / 2, RISK / 6);
        for (int i = 60; i < 110; i++) {
            stretches.add(i, 0);
        }
        assertThat(stretches.open())
                .as("100 ended")
                .extracting(Stretches.Stretch::from)
                .containsExactly(50L, 100L);
        stretches.add(110, 30_000);
        assertThat(stretches.open())
                .as("half the time")
                .extracting(Stretches.Stretch::from)
                .containsExactly(50L, 100L, 110L);
        stretches.add(111, 90_000);
        assertThat(stretches.open()).extracting(Stretches.Stretch::from).containsExactly(110L, 111L);
        Stretches later = new Stretches(guard, 0);
        later.add(0, 600_000);
        assertThat(later.open().get(0).alpha()).as("ten minutes later").isEqualTo(RISK / 11 / 12);
    }
}
