package io.streamgauge.drift.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftSectionTest {

    private static DriftDefinition read(String yaml, Problems problems) {
        return DriftSection.read(YamlDocument.parse("pipeline.yaml", yaml), problems);
    }

    private static DriftDefinition good(String yaml) {
        Problems problems = new Problems();
        DriftDefinition definition = read(yaml, problems);
        assertThat(problems.all()).isEmpty();
        return definition;
    }

    @Test
    void defaults() {
        DriftDefinition drift = good("reference: {first: 14d}");
        assertThat(drift.window()).isEqualTo(Duration.ofDays(1));
        assertThat(drift.reference().first()).isEqualTo(Duration.ofDays(14));
        assertThat(drift.reference().after()).isEqualTo(Duration.ZERO);
        assertThat(drift.lateness()).isEqualTo(Duration.ofHours(1));
        assertThat(drift.budget()).isEqualTo(new Budget(1, Duration.ofDays(30)));
        assertThat(drift.level()).isEqualTo(0.05);
        assertThat(drift.effect()).isEqualTo(new DriftDefinition.Effect(0.1, 0.1));
        assertThat(drift.confirmation()).isEqualTo(new Confirmation(2, 3));
        assertThat(drift.cooldown()).isEqualTo(Duration.ofDays(7));
        assertThat(drift.minSamples()).isEqualTo(100);
        assertThat(drift.exclude()).isEmpty();
        assertThat(drift.response()).isEqualTo(Response.DEFAULT);
    }

    @Test
    void everythingWritten() {
        DriftDefinition drift = good("""
                        window: 6h
                        reference: {first: 7d, after: 12h}
                        lateness: 30m
                        budget: 3 false retrainings per 60d
                        level: 0.01
                        effect: {psi: 0.2, ks: 0.15}
                        confirm: 3 of 5
                        cooldown: 14d
                        min_samples: 500
                        exclude: [request.weekend, amount]
                        critical: {psi: 0.5, ks: 0.4}
                        """);
        assertThat(drift)
                .isEqualTo(new DriftDefinition(
                        Duration.ofHours(6),
                        new ReferencePeriod(Duration.ofDays(7), Duration.ofHours(12)),
                        Duration.ofMinutes(30),
                        new Budget(3, Duration.ofDays(60)),
                        0.01,
                        new DriftDefinition.Effect(0.2, 0.15),
                        new Confirmation(3, 5),
                        Duration.ofDays(14),
                        500,
                        List.of("request.weekend", "amount"),
                        new Response(new DriftDefinition.Effect(0.5, 0.4), null),
                        null,
                        WatchDefinition.DEFAULT,
                        Duration.ZERO));
    }

    @Test
    void whatWindowsAreComparedWith() {
        assertThat(good("reference: {events: 5000, after: 2d}").reference())
                .isEqualTo(
                        new ReferencePeriod(Duration.ofDays(1), Duration.ofDays(2), ReferenceMode.EVENTS, 5000, null));
        assertThat(good("reference: {events: 5000}").referenceRows()).isEqualTo(5000);
        assertThat(good("reference: {events: 50}").referenceRows()).isEqualTo(100);
        assertThat(good("reference: {file: p.json}").reference())
                .isEqualTo(new ReferencePeriod(Duration.ofDays(14), Duration.ZERO, ReferenceMode.FILE, 0, "p.json"));
        assertThat(good("reference: {rolling: 14d}").reference())
                .isEqualTo(new ReferencePeriod(
                        Duration.ofDays(14), Duration.ZERO, ReferenceMode.ROLLING, 0, null, Duration.ofDays(14), null));
        assertThat(good("reference: {rolling: 14d, lag: 0d}").reference().lag()).isZero();
        assertThat(good("reference: {rolling: 1500d, lag: 500d}").reference().lag())
                .as("the most windows")
                .isEqualTo(Duration.ofDays(500));
        assertThat(good("reference: {seasonal: 28d, zone: Europe/Berlin, after: 7d}")
                        .reference())
                .isEqualTo(new ReferencePeriod(
                        Duration.ofDays(28),
                        Duration.ofDays(7),
                        ReferenceMode.SEASONAL,
                        0,
                        null,
                        Duration.ZERO,
                        ZoneId.of("Europe/Berlin")));
        assertThat(good("reference: {seasonal: 28d, zone: UTC}").seasons())
                .isEqualTo(new Seasons(ZoneId.of("UTC"), 86_400_000));
        assertThat(good("{window: 6h, reference: {file: p.json, first: 2d}}")
                        .reference()
                        .first())
                .isEqualTo(Duration.ofDays(2));
    }

    @Test
    void whatIsWatched() {
        assertThat(good("reference: {first: 14d}").watch()).isEqualTo(WatchDefinition.DEFAULT);
        DriftDefinition drift = good("""
                        reference: {first: 7d}
                        watch: [inputs, decision, volume]
                        statistics:
                          numeric: [wasserstein, missing]
                          categorical: [g, unseen]
                          by_name:
                            weekend: [fisher]
                        effect: {psi: 0.3, wasserstein: 0.25, volume: 0.4}
                        segments: [country]
                        detectors: [{on: score, detector: adwin, delta: 0.01}]
                        every: 6h
                        """);
        assertThat(drift.watch())
                .isEqualTo(new WatchDefinition(
                        List.of(Watched.INPUTS, Watched.DECISION, Watched.VOLUME),
                        List.of(Measure.WASSERSTEIN, Measure.MISSING),
                        List.of(Measure.G, Measure.UNSEEN),
                        Map.of("weekend", List.of(Measure.FISHER)),
                        Map.of(Measure.WASSERSTEIN, 0.25),
                        0.4,
                        List.of("country"),
                        List.of(new DetectorDefinition("score", DetectorKind.ADWIN, Map.of("delta", 0.01))),
                        Duration.ofHours(6)));
        assertThat(drift.step()).isEqualTo(Duration.ofHours(6));
        assertThat(good("reference: {first: 14d}").step()).isEqualTo(Duration.ofDays(1));
        assertThat(drift.effect(Measure.PSI)).isEqualTo(0.3);
        assertThat(drift.effect(Measure.WASSERSTEIN)).isEqualTo(0.25);
        assertThat(drift.effect(Measure.G)).isEqualTo(0.1);
        assertThat(WatchedColumn.of("weekend", false, drift).measures()).containsExactly(Measure.FISHER);
        assertThat(WatchedColumn.of("country", true, drift).measures()).containsExactly(Measure.G, Measure.UNSEEN);
    }

    @Test
    void byCount() {
        DriftDefinition drift = good("{reference: {first: 14d}, window: 10m, rows: 5000}");
        assertThat(drift.byCount()).isTrue();
        assertThat(drift.watch().rows()).isEqualTo(5000);
        assertThat(drift.windowLevel(0, Duration.ofHours(6).toMillis())).isCloseTo(1 / 120.0, within(1e-12));
        assertThat(drift.windowLevel(0, Duration.ofDays(20).toMillis())).isEqualTo(0.05);
        DriftDefinition byTime = good("reference: {first: 14d}");
        assertThat(byTime.byCount()).isFalse();
        assertThat(byTime.windowLevel(0, 1)).isEqualTo(byTime.windowLevel());
    }

    @Test
    void corrections() {
        DriftDefinition drift = good("{reference: {first: 14d}, window: 6h, every: 1h, corrections: 3d}");
        assertThat(drift.corrects()).isTrue();
        assertThat(drift.corrections()).isEqualTo(Duration.ofDays(3));
        assertThat(drift.correctedMs(6 * 3_600_000L)).isEqualTo(78 * 3_600_000L);
        assertThat(drift.perElement(Map.of()).corrections()).isEqualTo(Duration.ofDays(3));
        assertThat(good("{reference: {first: 14d}, corrections: 199d}").corrections())
                .as("the most steps")
                .isEqualTo(Duration.ofDays(199));
        assertThat(good("reference: {first: 14d}").corrects()).isFalse();
    }

    @Test
    void absence() {
        assertThat(good("reference: {first: 14d}").watch().absence()).isEqualTo(new Absence(Duration.ofDays(90), null));
        assertThat(good("{reference: {first: 14d}, forget: 30d, silence: 1h}")
                        .watch()
                        .absence())
                .isEqualTo(new Absence(Duration.ofDays(30), Duration.ofHours(1)));
    }

    @Test
    void theBudgetSetsTheLevelOfAWindow() {
        assertThat(good("reference: {first: 14d}").windowLevel()).isCloseTo(1 / 30.0, within(1e-12));
        assertThat(good("{window: 1h, reference: {first: 14d}}").windowLevel()).isCloseTo(1 / 720.0, within(1e-12));
        assertThat(good("{window: 30d, reference: {first: 30d}}").windowLevel()).isEqualTo(0.05);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{window: 1d}|'reference' is missing",
                "{reference: {}}|expected one of first, events, file, rolling, seasonal, such as {first: 14d}",
                "{reference: {first: 14d, events: 9}}|has first and events; allowed: one of",
                "{reference: {events: 9, file: p.json}}|has events and file",
                "{reference: {events: 0}}|is 0; allowed: 1 and more",
                "{reference: {file: ''}}|is empty; expected a file that 'streamgauge profile' wrote",
                "{reference: {rolling: 36h}}|not a whole number of windows of 1d",
                "{reference: {rolling: 7d, lag: 1h}}|not a whole number of windows of 1d",
                "{reference: {rolling: 1d, lag: 16h}, window: 1m}|1d and a lag of 16h are 2400 windows of 1m; allowed: 2000",
                "{reference: {rolling: 42d}, window: 1h}|42d and a lag of 42d are 2016 windows of 1h; allowed: 2000",
                "{reference: {first: 7d, lag: 7d}}|goes with 'rolling'",
                "{reference: {first: 7d, zone: UTC}}|goes with 'seasonal'",
                "{reference: {seasonal: 28d}}|'zone' is missing",
                "{reference: {seasonal: 28d, zone: Europe/Berlim}}|did you mean 'Europe/Berlin'?",
                "{reference: {seasonal: 10d, zone: UTC}}|is not a whole number of weeks",
                "{reference: {seasonal: 28d, zone: UTC}, window: 2d}|takes windows of at most 1d",
                "{reference: {files: p.json}}|did you mean 'file'?",
                "{reference: {first: 14d}, windo: 1d}|did you mean 'window'?",
                "{reference: {first: 36h}}|'36h' is not a whole number of windows of 1d",
                "{reference: {first: 0d}}|at least one window of 1d",
                "{reference: {first: 14d, after: 1h}}|'1h' is not a whole number of windows",
                "{reference: {first: 14d}, window: 0s}|must be longer than 0s",
                "{reference: {first: 14d}, budget: one a month}|such as '1 false retraining per 30d'",
                "{reference: {first: 14d}, budget: 0 false retrainings per 30d}|cannot read",
                "{reference: {first: 14d}, confirm: 3 of 2}|such as '2 of 3'",
                "{reference: {first: 14d}, level: 0}|out of range; allowed: 1.0E-9 to 0.5",
                "{reference: {first: 14d}, effect: {psi: -1}}|out of range",
                "{reference: {first: 14d}, effect: {ks: 2}}|out of range",
                "{reference: {first: 14d}, min_samples: 3}|out of range",
                "{reference: {first: 14d}, critical: {psi: -1}}|out of range",
                "{reference: {first: 14d}, critical: {ks: 2}}|out of range",
                "{reference: {first: 14d}, effect: {energy: -1}}|out of range",
                "{reference: {first: 14d}, detectors: [{on: score}]}|'detector' is missing",
                "{reference: {first: 14d}, detectors: [{on: score, detector: adwinn}]}|did you mean 'adwin'?",
                "{reference: {first: 14d}, detectors: [{on: score, detector: adwin, delt: 1}]}|did you mean 'delta'?",
                "{reference: {first: 14d}, detectors: [{on: score, detector: adwin, delta: 2}]}|less than 1",
                "{reference: {first: 14d}, forget: 1h}|'1h' is shorter than a window of 1d",
                "{reference: {first: 14d}, silence: 0s}|must be longer than 0s",
                "{reference: {first: 14d}, every: 7h}|a window of 1d is no whole number",
                "{reference: {first: 14d}, rows: 19, min_samples: 20}|is 19; allowed: min_samples, which is 20, and more",
                "{reference: {first: 14d}, rows: 99}|is 99; allowed: min_samples, which is 100, and more",
                "{reference: {first: 14d}, rows: 500, every: 6h}|goes with windows of one length",
                "{reference: {first: 14d}, rows: 500, watch: [score, volume]}|has volume, which is the same in all windows",
                "{reference: {rolling: 14d}, rows: 500}|'rolling' goes with windows of one length",
                "{reference: {seasonal: 28d, zone: UTC}, rows: 500}|'seasonal' goes with windows of one length",
                "{reference: {first: 14d}, corrections: 36h}|'36h' is not a whole number of windows of 1d",
                "{reference: {first: 14d}, corrections: 3d, rows: 500}|with 'rows' a late prediction would move the ends",
                "{reference: {rolling: 14d}, corrections: 3d}|allowed beside it: first, events, file, seasonal",
                "{reference: {first: 14d}, corrections: 200d}|200d and a window are 201 times 1d; allowed: 200",
                "{reference: {first: 14d}, corrections: 8d, every: 1h}|8d and a window are 216 times 1h; allowed: 200",
                "{reference: {first: 14d}, every: 0s}|a window of 1d is no whole number",
                "{reference: {first: 14d}, every: 1m}|at most 168",
                "{reference: {first: 14d}, watch: [input]}|did you mean 'inputs'?",
                "{reference: {first: 14d}, statistics: {numeric: [kss]}}|did you mean 'ks'?",
                "{reference: {first: 14d}, statistics: {numeric: [chi_squared]}}|unknown statistic 'chi_squared'",
                "{reference: {first: 14d}, statistics: {categorical: []}}|names no statistic",
                "{reference: {first: 14d}, statistics: {by_name: {a: [chi_square]}}}|did you mean 'chi_squared'?",
            })
    void problems(String yaml, String message) {
        Problems problems = new Problems();
        read(yaml, problems);
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).toString()).contains(message);
    }

    /** Adding a key without a test of its value must fail somewhere: here. */
    @Test
    void everyKeyIsTestedAbove() {
        assertThat(DriftSection.DRIFT.properties())
                .extracting(property -> property.name())
                .containsExactly(
                        "window",
                        "reference",
                        "lateness",
                        "corrections",
                        "budget",
                        "level",
                        "effect",
                        "confirm",
                        "cooldown",
                        "min_samples",
                        "exclude",
                        "critical",
                        "deliver",
                        "performance",
                        "fairness",
                        "watch",
                        "statistics",
                        "segments",
                        "detectors",
                        "every",
                        "rows",
                        "forget",
                        "silence");
        assertThat(DriftSection.jsonSchema()).containsKey("properties");
    }
}
