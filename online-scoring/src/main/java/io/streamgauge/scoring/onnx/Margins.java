package io.streamgauge.scoring.onnx;

import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.explain.Attribution;
import io.streamgauge.scoring.explain.Columns;
import io.streamgauge.scoring.explain.LinearAttribution;
import io.streamgauge.scoring.explain.TreeBackgroundAttribution;
import io.streamgauge.scoring.explain.TreeEnsemble;
import io.streamgauge.scoring.explain.TreeNode;
import io.streamgauge.scoring.explain.TreePathAttribution;
import java.util.List;
import java.util.Set;

/**
 * The margins of a model, one for each column of its answer, and what makes the answer of them.
 *
 * @param columns what is added up for each column of the answer
 * @param link what makes the answer of the margins
 * @param shift added to the answer behind the link
 */
record Margins(List<Margin> columns, Link link, double shift) {

    Margins(List<Margin> columns, Link link) {
        this(columns, link, 0);
    }

    /** What adds up to a number. */
    sealed interface Margin {

        Attribution attribution(Columns columns, double[][] background) throws BadModelException;
    }

    record Trees(double offset, List<TreeNode> trees) implements Margin {

        @Override
        public Attribution attribution(Columns columns, double[][] background) throws BadModelException {
            TreeEnsemble ensemble = new TreeEnsemble(columns, offset, trees);
            if (background.length > 0) {
                return new TreeBackgroundAttribution(ensemble, background);
            }
            if (!ensemble.hasCovers()) {
                throw new BadModelException(
                        "model.reasons: the model's file has neither rows of a background (property '"
                                + OnnxModel.BACKGROUND_PROPERTY
                                + "') nor covers of its trees' nodes (nodes_hitrates that add up;"
                                + " TreeEnsemble of ai.onnx.ml 5 has none of leaves);"
                                + " examples/models/reasons.py writes either");
            }
            return new TreePathAttribution(ensemble);
        }
    }

    record Linear(double intercept, List<Double> weights) implements Margin {

        @Override
        public Attribution attribution(Columns columns, double[][] background) throws BadModelException {
            if (background.length == 0) {
                throw new BadModelException(
                        "model.reasons: the model is linear, and its file has no rows of a background" + " (property '"
                                + OnnxModel.BACKGROUND_PROPERTY + "'); examples/models/reasons.py writes them");
            }
            return new LinearAttribution(
                    columns,
                    intercept,
                    weights.stream().mapToDouble(Double::doubleValue).toArray(),
                    background);
        }
    }

    /** What makes an answer of margins. */
    enum Link {
        NONE,
        /** 1 / (1 + e^-m), of each margin alone. */
        LOGISTIC,
        /** e^m over the sum of all columns' e^m. */
        SOFTMAX,
        /** −2^−m, of each margin alone: an isolation forest's, of the mean path length over that of a search tree. */
        ISOLATION;

        private static final Set<Link> NAMED = Set.of(NONE, LOGISTIC, SOFTMAX);

        /** The answer's number in a column. */
        double answer(double[] margins, int column) {
            return switch (this) {
                case NONE -> margins[column];
                case LOGISTIC -> 1 / (1 + Math.exp(-margins[column]));
                case SOFTMAX -> {
                    double sum = 0;
                    for (double margin : margins) {
                        sum += Math.exp(margin - margins[column]);
                    }
                    yield 1 / sum;
                }
                case ISOLATION -> -Math.pow(2, -margins[column]);
            };
        }

        static Link named(String postTransform) throws BadModelException {
            for (Link link : NAMED) {
                if (link.name().equals(postTransform)) {
                    return link;
                }
            }
            throw new BadModelException(
                    "model.reasons: post_transform is " + postTransform + "; allowed are NONE, LOGISTIC, SOFTMAX");
        }
    }
}
