package io.streamgauge.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A short form of the tables of docs/drift-power.md. */
class DetectorPowerTest {

    private static final long SEED = 7;

    private static Contender contender(String title) {
        return Contender.ALL.stream()
                .filter(contender -> contender.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /**
     * MOA's share of missed changes from 0.2 to 0.25 and its delay from 0.2 to 0.4; four standard errors of 80 streams are at most 22 points,
     * and the delays within a fifth.
     */
    @ParameterizedTest
    @CsvSource({
        "'ADWIN, MOA''s', 0.737, 162",
        "'Cusum, MOA''s', 0.110, 218",
        "'Page-Hinkley, MOA''s', 0.450, 326",
        "EDDM, 0.050, 93",
        "HDDM_A, 0.647, 135",
        "HDDM_W, 0.377, 79",
        "RDDM, 0.093, 102"
    })
    void delaysAreMoas(String title, double missed, double delay) {
        BernoulliPower.Result result = new BernoulliPower(80, 0, SEED)
                .of(() -> BernoulliPower.watcher(contender(title).create()));
        assertThat(result.missed().get(0)).isBetween(missed - 0.22, missed + 0.22);
        assertThat(result.delays().get(2)).isBetween(0.8 * delay, 1.2 * delay);
    }

    /** Of 20 streams from 0.2 to 0.4 the policy tells every one within two windows and asks for retraining within three. */
    @Test
    void thePolicyTellsAChange() {
        BernoulliPower power = new BernoulliPower(20, 0, SEED);
        BernoulliPower.Result alerts = power.of(() -> DetectorPower.policy(false));
        assertThat(alerts.missed().get(2)).isLessThanOrEqualTo(0.1);
        assertThat(alerts.delays().get(2)).isLessThanOrEqualTo(2 * 200);
        BernoulliPower.Result retraining = power.of(() -> DetectorPower.policy(true));
        assertThat(retraining.missed().get(2)).isZero();
        assertThat(retraining.delays().get(2)).isLessThanOrEqualTo(3 * 200);
    }

    /**
     * ADWIN at the delta of the page is about as often wrong as the policy's alerts are, 1.3 times in 100,000 errors of a rate of 0.2 (20
     * streams: four standard errors are 1.0), and then misses fewer changes and is sooner.
     */
    @Test
    void atEqualFalseAlarmsAdwinIsSooner() {
        BernoulliPower.Result adwin =
                new BernoulliPower(80, 20, SEED).of(() -> BernoulliPower.watcher(DetectorPower.equalAdwin()));
        BernoulliPower.Result policy = new BernoulliPower(80, 5, SEED).of(() -> DetectorPower.policy(false));
        assertThat(adwin.falseAlarms().get(1)).isBetween(0.3, 2.4);
        assertThat(policy.falseAlarms().get(1)).isBetween(0.1, 3.3);
        assertThat(adwin.missed().get(0)).isLessThan(policy.missed().get(0));
        assertThat(adwin.delays().get(2)).isLessThan(policy.delays().get(2));
        assertThat(adwin.delays().get(3)).isLessThan(policy.delays().get(3) / 2);
    }

    /** SEA: a change of what inputs mean, which inputs alone do not show. */
    @Test
    void conceptsAreFoundByOutcomesOnly() {
        LabelledStream sea = LabelledStream.sea(20260701);
        PolicySettings settings = new PolicySettings(250, 8);
        StreamPower power = new StreamPower(sea, List.of(settings));
        Prequential unwatched = Prequential.run(sea, (i, row, chance, outcome) -> Strategy.Decision.KEEP);
        Prequential adwin =
                Prequential.run(sea, Strategy.of(contender("ADWIN, our default").create()));
        Prequential accuracy = Prequential.run(sea, new PerformancePolicy(settings));
        Prequential inputs = Prequential.run(sea, new InputsPolicy(settings, sea.names()));
        assertThat(power.score(adwin).detected()).isEqualTo(3);
        assertThat(power.score(adwin).falseAlarms()).hasSizeLessThanOrEqualTo(1);
        assertThat(adwin.accuracyPercent()).isGreaterThan(unwatched.accuracyPercent() + 2);
        assertThat(power.score(accuracy).detected()).isGreaterThanOrEqualTo(2);
        assertThat(accuracy.accuracyPercent()).isGreaterThan(unwatched.accuracyPercent() + 1);
        assertThat(inputs.alarms()).isEmpty();
    }

    @Test
    void thePageHasARowForEach() throws IOException {
        Path page = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(dir -> dir.resolve("docs/drift-power.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        Map<String, String> ends = Map.of(
                "bernoulli", DetectorPower.EQUAL_ADWIN + ": as often false as the policy's alerts",
                "sea", "our policy on accuracy, windows of 250",
                "sea-file", "our policy on accuracy, windows of 250",
                "elec2", "our policy on accuracy, windows of 336");
        for (Map.Entry<String, String> end : ends.entrySet()) {
            String table = PowerPage.read(page, end.getKey());
            assertThat(table).contains("| " + end.getValue() + " |");
            Contender.ALL.forEach(contender -> assertThat(table).contains("| " + contender.title() + " |"));
        }
        assertThat(PowerPage.read(page, "bernoulli")).contains("| our policy: retraining |");
        assertThat(PowerPage.read(page, "sea-streams")).contains("| " + DetectorPower.EQUAL_ADWIN + " |");
    }
}
