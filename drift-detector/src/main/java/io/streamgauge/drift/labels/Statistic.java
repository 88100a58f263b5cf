package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A figure of performance: what it is of, which way is worse, and in what its least change that counts is given. */
public enum Statistic {
    /** Area under the ROC. */
    ROC_AUC(Kind.BINARY, true, Scale.SHARE),
    /** Average precision. */
    AVERAGE_PRECISION(Kind.BINARY, true, Scale.SHARE),
    /** Log loss in nats, where scores are chances. */
    LOG_LOSS(Kind.BINARY, false, Scale.AMOUNT),
    /** Brier score, where scores are chances. */
    BRIER(Kind.BINARY, false, Scale.AMOUNT),
    /** Expected calibration error, where scores are chances; has no standard error, so it cannot be watched. */
    CALIBRATION_ERROR(Kind.BINARY, false, Scale.UNTESTED),
    PRECISION(Kind.BINARY, true, Scale.SHARE),
    RECALL(Kind.BINARY, true, Scale.SHARE),
    SPECIFICITY(Kind.BINARY, true, Scale.SHARE),
    F1(Kind.BINARY, true, Scale.SHARE),
    /** Share of decisions that were right. */
    ACCURACY(Kind.BINARY, true, Scale.SHARE),
    /** Share of classes chosen that were right. */
    CLASS_ACCURACY(Kind.MULTICLASS, true, Scale.SHARE),
    /** Mean absolute error. */
    MAE(Kind.REGRESSION, false, Scale.AMOUNT),
    /** Root of the mean squared error. */
    RMSE(Kind.REGRESSION, false, Scale.AMOUNT),
    /** Coefficient of determination; has no standard error, so it cannot be watched. */
    R2(Kind.REGRESSION, true, Scale.UNTESTED);

    /** In what a change of a figure is measured. */
    enum Scale {
        /** From 0 to 1: changes count as they are. */
        SHARE,
        /** A loss or an error: changes count as shares of the reference's. */
        AMOUNT,
        /** Not tested. */
        UNTESTED
    }

    private final Kind kind;
    private final boolean moreIsBetter;
    private final Scale scale;

    Statistic(Kind kind, boolean moreIsBetter, Scale scale) {
        this.kind = kind;
        this.moreIsBetter = moreIsBetter;
        this.scale = scale;
    }

    /** Name in metrics and in the pipeline document. */
    public String text() {
        return this == CLASS_ACCURACY ? ACCURACY.text() : name().toLowerCase(Locale.ROOT);
    }

    /** Whether the figure of a name is the less the worse. */
    static boolean fallsWhenWorse(String name) {
        return Arrays.stream(values()).anyMatch(statistic -> statistic.text().equals(name) && statistic.moreIsBetter);
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }

    Scale scale() {
        return scale;
    }

    /** How much worse a figure is than another; negative when better. */
    double fall(double from, double to) {
        return moreIsBetter ? from - to : to - from;
    }

    /** Those of one kind that can be watched, by name. */
    public static List<String> watchable(Kind kind) {
        return Arrays.stream(values())
                .filter(statistic -> statistic.kind == kind && statistic.scale != Scale.UNTESTED)
                .map(Statistic::text)
                .toList();
    }

    /** The figure of a kind that is watched unless others are named. */
    public static String usual(Kind kind) {
        return switch (kind) {
            case BINARY -> ROC_AUC.text();
            case MULTICLASS -> CLASS_ACCURACY.text();
            case REGRESSION -> MAE.text();
        };
    }
}
