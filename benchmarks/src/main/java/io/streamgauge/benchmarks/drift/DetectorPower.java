package io.streamgauge.benchmarks.drift;

import io.streamgauge.benchmarks.drift.BernoulliPower.Watcher;
import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectionScore;
import io.streamgauge.drift.detector.DetectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Delays, missed changes and false alarms of our detectors and of the whole policy, beside MOA's figures and baselines that do not look at
 * the data. Prints the tables of docs/drift-power.md and writes them there. Seeded: every run gives the same.
 *
 * <p>Usage: {@code DetectorPower CHECKOUT DATA}; DATA may lack the files of ELEC2 and SEA, and the page is then left as it is.
 */
public final class DetectorPower {

    private static final int ROUNDS = 300;
    private static final int NULL_ROUNDS = 50;
    private static final int POLICY_NULL_ROUNDS = 10;
    private static final int SEA_STREAMS = 10;
    private static final long SEED = 20260701;
    /** Of ADWIN, so that it is about as often wrong at an error rate of 0.2 as alerts of the policy are: only then do delays compare. */
    private static final double EQUAL_DELTA = 0.08;

    static final String EQUAL_ADWIN = "ADWIN, delta " + EQUAL_DELTA;

    private static final PolicySettings ON_ERRORS = new PolicySettings(200, 5);
    private static final List<PolicySettings> ON_SEA = List.of(new PolicySettings(250, 8));
    /** A day of half hours and two weeks of them; a week and eight of them. */
    private static final List<PolicySettings> ON_ELEC2 =
            List.of(new PolicySettings(48, 14), new PolicySettings(336, 8));

    private DetectorPower() {}

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[1]);
        Path elec2 = data.resolve("elec2/elec2.csv.gz");
        String many = seaStreams();
        System.out.println(many);
        Path sea = data.resolve("synthetic-drift/sea_vlosing.csv.gz");
        String bernoulli = bernoulli();
        System.out.println(bernoulli);
        String generated = stream(LabelledStream.sea(SEED), ON_SEA);
        System.out.println(generated);
        if (!Files.exists(elec2) || !Files.exists(sea)) {
            System.out.println("ELEC2 or SEA is not in " + data + ": the page is left as it is");
            return;
        }
        String published = stream(LabelledStream.seaFile(sea), ON_SEA);
        System.out.println(published);
        String market = elec2(LabelledStream.elec2(elec2));
        System.out.println(market);
        PowerPage.write(
                Path.of(arguments[0]).resolve("docs/drift-power.md"),
                Map.of(
                        "bernoulli",
                        bernoulli,
                        "sea",
                        generated,
                        "sea-streams",
                        many,
                        "sea-file",
                        published,
                        "elec2",
                        market));
    }

    static String bernoulli() {
        BernoulliPower power = new BernoulliPower(ROUNDS, NULL_ROUNDS, SEED);
        StringBuilder table = new StringBuilder("""
                | | false alarms in 100,000, rate 0.05 | rate 0.2 | to 0.25, missed / delay | to 0.3 | to 0.4 | to 0.6 | early, % |
                |---|---|---|---|---|---|---|---|
                """);
        for (Contender contender : Contender.ALL) {
            List<String> ours =
                    power.of(() -> BernoulliPower.watcher(contender.create())).cells();
            table.append(row(contender.title(), beside(ours, contender.bernoulli())));
        }
        BernoulliPower ofPolicy = new BernoulliPower(ROUNDS, POLICY_NULL_ROUNDS, SEED);
        table.append(row("our policy: alerts", ofPolicy.of(() -> policy(false)).cells()));
        table.append(
                row("our policy: retraining", ofPolicy.of(() -> policy(true)).cells()));
        table.append(row(
                EQUAL_ADWIN + ": as often false as the policy's alerts",
                power.of(() -> BernoulliPower.watcher(equalAdwin())).cells()));
        return table.toString();
    }

    /** ADWIN that is about as often wrong as alerts of the policy are. */
    static ChangeDetector equalAdwin() {
        return DetectorKind.ADWIN.defaults().with("delta", EQUAL_DELTA).create();
    }

    /** The policy over errors alone: a model that is right when nothing happens. */
    static Watcher policy(boolean retraining) {
        PerformancePolicy policy = new PerformancePolicy(ON_ERRORS);
        int[] i = {0};
        return error -> {
            PerformancePolicy.Said said = policy.add(i[0]++, 0, error);
            return retraining ? said.retraining() != null : said.opened();
        };
    }

    /** Ours, with MOA's in brackets where there is one. */
    private static List<String> beside(List<String> ours, List<String> theirs) {
        return IntStream.range(0, ours.size())
                .mapToObj(i -> i < theirs.size() ? ours.get(i) + " (" + theirs.get(i) + ")" : ours.get(i))
                .toList();
    }

    static String row(String title, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
    }

    static String stream(LabelledStream stream, List<PolicySettings> settings) {
        StringBuilder table = new StringBuilder("""
                | | accuracy, % | alarms | new models | changes found | mean delay, rows | false or repeated alarms |
                |---|---|---|---|---|---|---|
                """);
        StreamPower power = new StreamPower(stream, settings);
        power.run().forEach((title, result) -> table.append(row(title, power.cells(result))));
        return table.toString();
    }

    /** One stream may be lucky: the best of the detectors and the policy over several. */
    static String seaStreams() {
        StringBuilder table = new StringBuilder(
                "| | changes found | mean delay, rows | false or repeated alarms |\n|---|---|---|---|\n");
        for (String title : List.of("ADWIN, our default", "HDDM_A", "RDDM")) {
            Contender contender = Contender.ALL.stream()
                    .filter(one -> one.title().equals(title))
                    .findFirst()
                    .orElseThrow();
            table.append(row(title, seaCells(() -> Strategy.of(contender.create()))));
        }
        table.append(row(EQUAL_ADWIN, seaCells(() -> Strategy.of(equalAdwin()))));
        table.append(row("our policy on accuracy: alerts", seaCells(() -> new PerformancePolicy(ON_SEA.get(0)))));
        return table.toString();
    }

    private static List<String> seaCells(Supplier<Strategy> strategies) {
        List<DetectionScore> scores = LongStream.range(SEED, SEED + SEA_STREAMS)
                .mapToObj(LabelledStream::sea)
                .map(stream -> new StreamPower(stream, List.of()).score(Prequential.run(stream, strategies.get())))
                .toList();
        int found = scores.stream().mapToInt(DetectionScore::detected).sum();
        int changes = found + scores.stream().mapToInt(DetectionScore::missed).sum();
        double delay = scores.stream()
                .flatMap(score -> score.delays().stream())
                .mapToInt(Integer::intValue)
                .average()
                .orElse(Double.NaN);
        int wrong = scores.stream()
                .mapToInt(score -> score.falseAlarms().size() + score.repeated())
                .sum();
        return List.of(found + " of " + changes, String.format(Locale.ROOT, "%.0f", delay), Integer.toString(wrong));
    }

    private static String elec2(LabelledStream stream) {
        StringBuilder table = new StringBuilder("| | accuracy, % | alarms | new models |\n|---|---|---|---|\n");
        StreamPower power = new StreamPower(stream, ON_ELEC2);
        power.run().forEach((title, result) -> table.append(row(title, beside(power.cells(result), moa(title)))));
        return table.toString();
    }

    private static List<String> moa(String title) {
        Map<String, String> baselines = Map.of(
                "no detector", "73.634",
                "the class before (no change)", "85.328",
                "blind reset every 60", "86.028",
                "blind reset every 100", "85.911",
                "blind reset every 200", "84.165",
                "blind reset every 500", "81.581",
                "blind reset every 1000", "79.714");
        String baseline = baselines.get(title);
        if (baseline != null) {
            return List.of(baseline);
        }
        return Contender.ALL.stream()
                .filter(contender -> contender.title().equals(title))
                .findFirst()
                .map(Contender::elec2)
                .orElse(List.of());
    }
}
