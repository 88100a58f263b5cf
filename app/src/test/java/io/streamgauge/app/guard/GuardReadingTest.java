package io.streamgauge.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.guard.GuardReading.State;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardBreach;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.GuardText;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GuardReadingTest {

    private static final DeployedModel MODEL = new DeployedModel("cards", "2", "2".repeat(64));
    private static final double[] NONE = {};
    private final GuardSamples samples = new GuardSamples(100);

    @Test
    void errorsAreThoseOfTheLastPredictions() throws Exception {
        Guard guard = GuardText.parse("errors < 5%", 100, 0, 40);
        add(39, Double.NaN, 1_000, 0);
        assertThat(read(guard).state()).isEqualTo(State.WAITING);
        assertThat(read(guard).text()).isEqualTo("guard 'errors < 5%' of canary waits for 40 predictions, has 39");
        add(61, 0.5, 1_000, 0);
        assertThat(read(guard).seen()).isEqualTo(0.39);
        add(35, 0.5, 1_000, 0);
        assertThat(read(guard).seen()).as("35 of 39 are further back").isEqualTo(0.04);
        assertThat(read(guard).text()).isEqualTo("guard 'errors < 5%' of canary holds: 4% of 100 predictions");
        add(4, Double.NaN, 1_000, 0);
        assertThat(read(guard).state()).as("four come, four go").isEqualTo(State.HOLDS);
        add(1, Double.NaN, 1_000, 0);
        GuardReading broken = read(guard);
        assertThat(broken.state()).isEqualTo(State.BROKEN);
        GuardBreach breach = broken.breach();
        assertThat(breach.getSeen()).as("as much as the limit").isEqualTo(0.05);
        assertThat(breach.getEvents()).isEqualTo(100);
        assertThat(breach.getModel()).isEqualTo(MODEL);
        assertThat(breach.getPValue()).isNull();
    }

    @Test
    void latencyIsAQuantileOfTheCallsThatWereMade() throws Exception {
        Guard guard = GuardText.parse("latency p90 < 5ms", 100, 0, 50);
        for (int i = 0; i < 90; i++) {
            samples.add(0.5, NONE, 1_000_000, false, 0);
        }
        add(9, Double.NaN, -1, 0);
        assertThat(read(guard).events())
                .as("refused before the model was asked")
                .isEqualTo(90);
        for (int i = 0; i < 10; i++) {
            samples.add(0.5, NONE, 9_000_000, false, 0);
        }
        assertThat(read(guard).seen()).isEqualTo(9e6);
        assertThat(read(guard).state()).isEqualTo(State.BROKEN);
        assertThat(read(GuardText.parse("latency p50 < 5ms", 100, 0, 50)).state())
                .isEqualTo(State.HOLDS);
    }

    @Test
    void missingAreThoseWithinTheTime() throws Exception {
        Guard guard = GuardText.parse("missing < 10%", 100, 1_000, 20);
        for (int i = 0; i < 50; i++) {
            samples.add(0.5, NONE, 1, true, 10_000);
        }
        for (int i = 0; i < 30; i++) {
            samples.add(0.5, NONE, 1, false, 11_001);
        }
        assertThat(read(guard).seen()).isZero();
        assertThat(read(guard).events()).isEqualTo(30);
        assertThat(read(guard).fromMs()).isEqualTo(11_001);
        assertThat(read(GuardText.parse("missing < 10%", 100, 1_001, 20)).seen())
                .isEqualTo(50.0 / 80);
    }

    @Test
    void aShiftNeedsEffectAndSignificance() throws Exception {
        SplittableRandom random = new SplittableRandom(20261122);
        Guard guard = GuardText.parse("shift < 0.15", 500, 0, 100);
        Guard fine = GuardText.parse("shift < 0.0001", 500, 0, 100);
        int falseAlarms = 0;
        int chance = 0;
        for (int window = 0; window < 500; window++) {
            GuardSamples same = uniform(random, 500, 0);
            falseAlarms += GuardReading.of(candidate(guard), guard, same).broken() ? 1 : 0;
            chance += GuardReading.of(candidate(fine), fine, same).broken() ? 1 : 0;
        }
        assertThat(falseAlarms).isZero();
        assertThat(chance).as("0.001 of 500, however small the limit").isLessThanOrEqualTo(5);
        assertThat(GuardReading.of(candidate(guard), guard, uniform(random, 500, 0.1))
                        .broken())
                .as("significant, and small")
                .isFalse();
        GuardReading shifted = GuardReading.of(candidate(guard), guard, uniform(random, 500, 0.3));
        assertThat(shifted.broken()).isTrue();
        assertThat(shifted.seen()).isBetween(0.22, 0.38);
        assertThat(shifted.breach().getCompared()).isEqualTo(500);
        assertThat(shifted.breach().getPValue()).isLessThan(0.001);
        GuardReading few = GuardReading.of(candidate(guard), guard, uniform(random, 99, 0.9));
        assertThat(few.state()).isEqualTo(State.WAITING);
        assertThat(few.text())
                .isEqualTo(
                        "guard 'shift < 0.15' of canary waits for 100 scores and as many of the champion's, has 99 and 99");
    }

    @Test
    void aChampionHasNobodyBesideIt() throws Exception {
        Guard guard = GuardText.parse("shift < 0.1", 100, 0, 10);
        DeployedVariant champion =
                new DeployedVariant("champion", VariantRole.CHAMPION, MODEL, false, List.of(), List.of(guard));
        add(100, 0.9, 1, 0);
        assertThat(GuardReading.of(champion, guard, samples).state()).isEqualTo(State.NOT_JUDGED);
        assertThat(GuardReading.of(champion, guard, samples).view().state()).isEqualTo("not judged");
    }

    private static GuardSamples uniform(SplittableRandom random, int count, double shift) {
        GuardSamples samples = new GuardSamples(500);
        for (int i = 0; i < count; i++) {
            samples.add(random.nextDouble() + shift, new double[] {random.nextDouble()}, 1, false, 0);
        }
        return samples;
    }

    private void add(int count, double score, long tookNs, long atMs) {
        for (int i = 0; i < count; i++) {
            samples.add(score, NONE, tookNs, false, atMs);
        }
    }

    private GuardReading read(Guard guard) throws DeploymentException {
        return GuardReading.of(candidate(guard), guard, samples);
    }

    private static DeployedVariant candidate(Guard guard) {
        return new DeployedVariant("canary", VariantRole.CANDIDATE, MODEL, false, List.of(), List.of(guard));
    }
}
