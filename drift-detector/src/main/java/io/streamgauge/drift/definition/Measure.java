package io.streamgauge.drift.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A statistic by which a window of one watched value is compared with the reference; what it says is 0 when nothing differs. */
public enum Measure {
    PSI(Takes.BOTH, 0.1, "Population stability index over ten bins of the reference, in nats."),
    KS(Takes.NUMBERS, 0.1, "Kolmogorov-Smirnov distance, in [0, 1]."),
    JENSEN_SHANNON(Takes.BOTH, 0.1, "Jensen-Shannon distance over ten bins, in √nats, at most 0.83."),
    HELLINGER(Takes.BOTH, 0.1, "Hellinger distance over ten bins, in [0, 1]."),
    WASSERSTEIN(Takes.NUMBERS, 0.1, "Wasserstein distance, in standard deviations of the reference."),
    ENERGY(Takes.NUMBERS, 0.1, "Energy distance over the square root of the reference's standard deviation."),
    ANDERSON_DARLING(
            Takes.NUMBERS, 0.03, "Anderson-Darling: squared gap of the distributions, weighted towards the tails."),
    CRAMER_VON_MISES(Takes.NUMBERS, 0.005, "Cramér-von Mises: mean squared gap of the distributions, at most a third."),
    MANN_WHITNEY(Takes.NUMBERS, 0.1, "Mann-Whitney: |2·P(window > reference) − 1|, in [0, 1]."),
    WELCH(Takes.NUMBERS, 0.2, "Welch: difference of the means, in standard deviations of the reference."),
    OUT_OF_RANGE(Takes.NUMBERS, 0.01, "Share of the values below or above all of the reference's."),
    CHI_SQUARED(Takes.CATEGORIES, 0.1, "Chi-squared test of homogeneity: Cohen's w, √(χ²·(1/N + 1/M))."),
    G(Takes.CATEGORIES, 0.1, "Likelihood-ratio test of homogeneity: √(G·(1/N + 1/M))."),
    FISHER(
            Takes.CATEGORIES,
            0.05,
            "Fisher's exact test of two categories: change of the share of the first; of more than two, the most frequent and all others."),
    TOTAL_VARIATION(Takes.CATEGORIES, 0.1, "Total variation distance, in [0, 1]."),
    L_INFINITY(Takes.CATEGORIES, 0.05, "Greatest change of one category's share, in [0, 1]."),
    UNSEEN(Takes.CATEGORIES, 0.01, "Share of the values in categories that the reference never saw."),
    MISSING(Takes.BOTH, 0.05, "Change of the share of missing values.");

    /** What a measure compares. */
    private enum Takes {
        NUMBERS,
        CATEGORIES,
        BOTH
    }

    /** Of numbers, where the document says nothing else. */
    public static final List<Measure> NUMERIC = List.of(PSI, KS);

    /** Of categories, where the document says nothing else. */
    public static final List<Measure> CATEGORICAL = List.of(PSI, CHI_SQUARED);

    private final Takes takes;
    private final double effect;
    private final String doc;

    Measure(Takes takes, double effect, String doc) {
        this.takes = takes;
        this.effect = effect;
        this.doc = doc;
    }

    /** As documents and metrics write it, such as {@code chi_squared}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Least value that is worth an alert, where the document says nothing else. */
    public double effect() {
        return effect;
    }

    /** What it is, in one sentence. */
    public String doc() {
        return doc;
    }

    /** Whether it compares numbers by their order. */
    public boolean ofNumbers() {
        return takes != Takes.CATEGORIES;
    }

    /** Whether it compares categories, of which numbers may be some as well. */
    public boolean ofCategories() {
        return takes != Takes.NUMBERS;
    }

    /** The measure of this name. */
    public static Optional<Measure> named(String text) {
        return Arrays.stream(values())
                .filter(measure -> measure.text().equals(text))
                .findFirst();
    }

    /** Names of those that compare numbers, or of those that compare categories. */
    public static List<String> names(boolean categories) {
        return Arrays.stream(values())
                .filter(measure -> categories ? measure.ofCategories() : measure.ofNumbers())
                .map(Measure::text)
                .toList();
    }
}
