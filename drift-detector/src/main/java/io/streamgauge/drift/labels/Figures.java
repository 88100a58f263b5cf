package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.performance.AveragePrecision;
import io.streamgauge.drift.performance.CalibrationError;
import io.streamgauge.drift.performance.Confusion;
import io.streamgauge.drift.performance.ProbabilityLoss;
import io.streamgauge.drift.performance.RegressionError;
import io.streamgauge.drift.performance.RocAuc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * All figures of a set of outcomes, with standard errors: of the area under the ROC by DeLong [1], of shares √(p(1 − p)/n), of average
 * precision the same with n the positive events [2], of means s/√n, of F1 and RMSE from the share or mean they are a function of. A
 * figure that is not defined, such as precision without a positive decision, is left out.
 *
 * <p>[1] DeLong, DeLong and Clarke-Pearson, Comparing the areas under two or more correlated ROC curves, Biometrics 44, 1988. [2] Boyd, Eng
 * and Page, Area under the precision-recall curve: point estimates and confidence intervals, ECML 2013.
 */
final class Figures {

    private Figures() {}

    static List<Figure> of(Kind kind, Outcomes outcomes) {
        List<Figure> figures = switch (kind) {
            case BINARY -> binary(outcomes);
            case MULTICLASS -> multiclass(outcomes);
            case REGRESSION -> regression(outcomes);
        };
        return figures.stream().filter(figure -> !Double.isNaN(figure.value())).toList();
    }

    private static List<Figure> binary(Outcomes rows) {
        double[] scores = rows.scores();
        double[] came = rows.outcomes();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(Statistic.ROC_AUC, RocAuc.of(scores, came), DeLong.standardError(scores, came), 0));
        Confusion counts = Confusion.of(rows.decided(), came, 0.5);
        double precision = AveragePrecision.of(scores, came);
        double positives = counts.truePositives() + counts.falseNegatives();
        figures.add(new Figure(
                Statistic.AVERAGE_PRECISION, precision, Math.sqrt(precision * (1 - precision) / positives), 0));
        if (rows.scoresAreChances()) {
            figures.add(mean(Statistic.LOG_LOSS, rows.size(), i -> loss(scores[i], came[i])));
            figures.add(mean(Statistic.BRIER, rows.size(), i -> (scores[i] - came[i]) * (scores[i] - came[i])));
            figures.add(new Figure(Statistic.CALIBRATION_ERROR, CalibrationError.of(scores, came), Double.NaN, 0));
        }
        figures.addAll(decisions(counts));
        return figures;
    }

    /** −ln of the chance given to what came true, kept from 0 as {@link ProbabilityLoss} keeps it. */
    private static double loss(double chance, double came) {
        return -Math.log(Math.max(ProbabilityLoss.LEAST, came > 0.5 ? chance : 1 - chance));
    }

    /** Figures of counted decisions, which may be expected ones. */
    static List<Figure> decisions(Confusion counts) {
        double tp = counts.truePositives();
        double fp = counts.falsePositives();
        double fn = counts.falseNegatives();
        double tn = counts.trueNegatives();
        double either = tp + fp + fn;
        double both = tp / either;
        double f1Error = 2 / ((1 + both) * (1 + both)) * Math.sqrt(both * (1 - both) / either);
        return List.of(
                share(Statistic.PRECISION, counts.precision(), tp + fp),
                share(Statistic.RECALL, counts.recall(), tp + fn),
                share(Statistic.SPECIFICITY, counts.specificity(), tn + fp),
                new Figure(Statistic.F1, counts.f1(), f1Error, 0),
                share(Statistic.ACCURACY, counts.accuracy(), either + tn));
    }

    private static List<Figure> multiclass(Outcomes rows) {
        double right = 0;
        for (int i = 0; i < rows.size(); i++) {
            right += Double.compare(rows.decided()[i], rows.outcomes()[i]) == 0 ? 1 : 0;
        }
        return List.of(share(Statistic.CLASS_ACCURACY, right / rows.size(), rows.size()));
    }

    private static List<Figure> regression(Outcomes rows) {
        RegressionError errors = RegressionError.of(rows.scores(), rows.outcomes());
        Figure absolute = mean(Statistic.MAE, rows.size(), i -> Math.abs(rows.outcomes()[i] - rows.scores()[i]));
        Figure squared = mean(
                Statistic.RMSE,
                rows.size(),
                i -> (rows.outcomes()[i] - rows.scores()[i]) * (rows.outcomes()[i] - rows.scores()[i]));
        double rmse = errors.rootMeanSquare();
        return List.of(
                absolute,
                new Figure(Statistic.RMSE, rmse, rmse > 0 ? squared.standardError() / (2 * rmse) : 0, 0),
                new Figure(Statistic.R2, errors.rSquared(), Double.NaN, 0));
    }

    private static Figure share(Statistic statistic, double value, double trials) {
        return new Figure(statistic, value, Math.sqrt(value * (1 - value) / trials), trials);
    }

    private static Figure mean(Statistic statistic, int n, IntToDoubleFunction each) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double value = each.applyAsDouble(i);
            double before = mean;
            mean += (value - mean) / (i + 1);
            squares += (value - before) * (value - mean);
        }
        double error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : Double.NaN;
        return new Figure(statistic, n == 0 ? Double.NaN : mean, error, 0);
    }
}
