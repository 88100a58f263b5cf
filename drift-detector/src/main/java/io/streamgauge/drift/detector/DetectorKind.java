package io.streamgauge.drift.detector;

import static io.streamgauge.drift.detector.Setting.atLeastZero;
import static io.streamgauge.drift.detector.Setting.count;
import static io.streamgauge.drift.detector.Setting.flag;
import static io.streamgauge.drift.detector.Setting.number;
import static io.streamgauge.drift.detector.Setting.positive;
import static io.streamgauge.drift.detector.Setting.share;

import java.util.List;
import java.util.function.Function;

/** The change detectors there are, with the variant each is and what it is set by. */
@SuppressWarnings("ImmutableEnumChecker") // the list cannot change and the makers keep nothing
public enum DetectorKind {
    ADWIN(
            Input.NUMBER,
            "River from 2026 on: two-sided, starts over after a change",
            "Bifet and Gavaldà 2007",
            Adwin::new,
            share("delta", 0.002, "chance of a false cut at one check"),
            count("clock", 32, "values between checks"),
            count("buckets", 5, "buckets of each size; more of them, finer cuts"),
            count("leastSide", 5, "least values on either side of a cut"),
            count("grace", 10, "values before the first check"),
            flag("restart", 1, "forget the whole window after a change, not its older part only"),
            flag("risesOnly", 0, "tell rises of the mean only"),
            flag("allCuts", 1, "try every boundary, the one after the newest bucket of a size too")),
    DDM(
            Input.BIT,
            "MOA and River: rises only",
            "Gama, Medas, Castillo and Rodrigues 2004",
            Ddm::new,
            count("minimum", 30, "values before the first test"),
            positive("warning", 2, "deviations above the least rate for a warning"),
            positive("drift", 3, "deviations above the least rate for drift")),
    EDDM(
            Input.BIT,
            "MOA: tests at errors only; River with sample",
            "Baena-García et al. 2006",
            Eddm::new,
            count("minimum", 30, "values, and errors, before the first test"),
            share("alpha", 0.95, "ratio of distances below which there is a warning"),
            share("beta", 0.9, "ratio of distances below which there is drift"),
            flag(
                    "sample",
                    0,
                    "deviation of a sample, divided by one less, and the first test a value later, as River")),
    HDDM_A(
            Input.SHARE,
            "MOA and River: rises only, unless asked for both sides",
            "Frías-Blanco et al. 2015, A-test",
            HddmA::new,
            share("drift", 0.001, "level of drift"),
            share("warning", 0.005, "level of a warning"),
            flag("bothSides", 0, "start over after a fall of the mean too"),
            flag("tellFalls", 1, "and tell it, as River; without, start over in silence, as scikit-multiflow")),
    HDDM_W(
            Input.SHARE,
            "MOA and River: rises only, unless asked for both sides",
            "Frías-Blanco et al. 2015, W-test",
            HddmW::new,
            share("drift", 0.001, "level of drift"),
            share("warning", 0.005, "level of a warning"),
            share("lambda", 0.05, "weight of the latest value"),
            flag("bothSides", 0, "tell falls of the mean too")),
    KSWIN(
            Input.NUMBER,
            "River: distance above 0.1 as well; starts over after a change",
            "Raab, Heusinger and Schleif 2020",
            Kswin::new,
            share("alpha", 0.005, "level of one test"),
            count("window", 100, "values held"),
            count("recent", 30, "latest values compared with a draw from those before"),
            atLeastZero("seed", 1, "start of the generator that draws")),
    PAGE_HINKLEY(
            Input.NUMBER,
            "River, with floor; MOA's PageHinkleyDM without; MOA's CusumDM with floor and nothing forgotten",
            "Page 1954, Hinkley 1971",
            PageHinkley::new,
            count("minimum", 30, "values before the first test"),
            atLeastZero("delta", 0.005, "rise tolerated"),
            positive("lambda", 50, "sum at which there is drift"),
            atLeastZero("forget", 0.0001, "share of the sum forgotten at each value"),
            flag("floor", 1, "the sum never falls below 0")),
    CUSUM(
            Input.NUMBER,
            "tabular, two-sided, frozen baseline; River from 2026 on",
            "Page 1954",
            Cusum::new,
            positive("slack", 0.5, "k, in deviations: half the shift to look for"),
            positive("limit", 5, "h, in deviations"),
            count("minimum", 30, "values the baseline is learnt from"),
            number("mean", 0, "mean of the baseline, when its deviation is given"),
            atLeastZero("deviation", 0, "deviation of the baseline; 0 learns both")),
    EWMA(
            Input.NUMBER,
            "two-sided, steady limits, frozen baseline",
            "Roberts 1959, Lucas and Saccucci 1990",
            Ewma::new,
            share("lambda", 0.1, "weight of the latest value"),
            positive("limit", 4, "L, in deviations of the average"),
            count("minimum", 30, "values the baseline is learnt from"),
            number("mean", 0, "mean of the baseline, when its deviation is given"),
            atLeastZero("deviation", 0, "deviation of the baseline; 0 learns both")),
    ADAPTIVE_EWMA(
            Input.NUMBER,
            "River from 2026 on: two-sided, mean and deviation move with the stream",
            "Roberts 1959",
            AdaptiveEwma::new,
            share("lambda", 0.1, "weight of the latest value"),
            positive("limit", 4, "L, in deviations of the average"),
            count("minimum", 30, "values before the first test")),
    SHEWHART(
            Input.NUMBER,
            "single values, two-sided, frozen baseline; River from 2026 on",
            "Shewhart 1931",
            Shewhart::new,
            positive("limit", 3, "k, in deviations"),
            count("minimum", 30, "values the baseline is learnt from"),
            number("mean", 0, "mean of the baseline, when its deviation is given"),
            atLeastZero("deviation", 0, "deviation of the baseline; 0 learns both")),
    GMA(
            Input.NUMBER,
            "MOA and Frouros: rises only",
            "Roberts 1959",
            MovingAverage::new,
            count("minimum", 30, "values before the first test"),
            share("alpha", 0.99, "share kept of the average at each value"),
            positive("lambda", 1, "average above which there is drift")),
    ECDD(
            Input.BIT,
            "MOA: rises only, limits for one false alarm in 400 values",
            "Ross, Adams, Tasoulis and Hand 2012",
            Ecdd::new,
            count("minimum", 30, "values before the first test"),
            share("lambda", 0.2, "weight of the latest value; the limits are fitted for 0.2")),
    RDDM(
            Input.BIT,
            "MOA and River: rises only",
            "Barros, Cabral, Gonçalves and Santos 2017",
            Rddm::new,
            count("minimum", 129, "values before the first test"),
            positive("warning", 1.773, "deviations above the least rate for a warning"),
            positive("drift", 2.258, "deviations above the least rate for drift"),
            count("memory", 7000, "latest values held"),
            count("longest", 40000, "values of a concept before it is recomputed"),
            count("patience", 1400, "values a warning may last before it is drift")),
    STEPD(
            Input.BIT,
            "the paper's: rises only; silent on a stream that never varies",
            "Nishida and Yamauchi 2007",
            Stepd::new,
            count("window", 30, "latest values"),
            share("drift", 0.003, "level of drift"),
            share("warning", 0.05, "level of a warning"));

    private final Input input;
    private final String variant;
    private final String source;
    private final Function<DetectorSettings, ChangeDetector> maker;
    private final List<Setting> settings;

    DetectorKind(
            Input input,
            String variant,
            String source,
            Function<DetectorSettings, ChangeDetector> maker,
            Setting... settings) {
        this.input = input;
        this.variant = variant;
        this.source = source;
        this.maker = maker;
        this.settings = List.of(settings);
    }

    /** The values it takes. */
    public Input input() {
        return input;
    }

    /** Which of the versions in use it agrees with, to the exact value. */
    public String variant() {
        return variant;
    }

    /** Where it was first written down. */
    public String source() {
        return source;
    }

    /** What it is set by, in a fixed order. */
    public List<Setting> settings() {
        return settings;
    }

    /** Every setting at its default. */
    public DetectorSettings defaults() {
        return DetectorSettings.defaults(this);
    }

    ChangeDetector make(DetectorSettings chosen) {
        return maker.apply(chosen);
    }
}
