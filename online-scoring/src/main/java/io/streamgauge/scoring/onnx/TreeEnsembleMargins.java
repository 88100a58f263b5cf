package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.explain.Branch;
import io.streamgauge.scoring.explain.TreeNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the trees of a TreeEnsemble of ai.onnx.ml 5: lists with one entry per split, lists with one entry per leaf, and for each
 * branch of a split whether it leads to a leaf. Covers are of splits alone, so that those of leaves are not known.
 */
final class TreeEnsembleMargins {

    private static final int MAX_DEPTH = 200;
    private static final int AVERAGE = 0;
    private static final int SUM = 1;
    /** As {@code nodes_modes} counts them. */
    private static final Branch[] MODES = {Branch.LEQ, Branch.LT, Branch.GTE, Branch.GT, Branch.EQ, Branch.NEQ};
    /** As {@code post_transform} counts them. */
    private static final List<Margins.Link> LINKS =
            List.of(Margins.Link.NONE, Margins.Link.SOFTMAX, Margins.Link.LOGISTIC);

    private final long[] roots;
    private final long[] features;
    private final double[] thresholds;
    private final double[] modes;
    private final long[] whenTrue;
    private final long[] whenFalse;
    private final long[] trueIsLeaf;
    private final long[] falseIsLeaf;
    private final long[] missingTrue;
    private final long[] targets;
    private final double[] weights;
    private final double scale;

    private TreeEnsembleMargins(NodeAttributes attributes) throws BadModelException {
        roots = attributes.wholes("tree_roots");
        features = attributes.wholes("nodes_featureids");
        int nodes = features.length;
        thresholds = attributes.reals("nodes_splits", nodes, 0);
        modes = attributes.reals("nodes_modes", nodes, 0);
        whenTrue = attributes.wholes("nodes_truenodeids", nodes);
        whenFalse = attributes.wholes("nodes_falsenodeids", nodes);
        trueIsLeaf = attributes.wholes("nodes_trueleafs", nodes);
        falseIsLeaf = attributes.wholes("nodes_falseleafs", nodes);
        long[] missing = attributes.wholes("nodes_missing_value_tracks_true");
        missingTrue = missing.length == nodes ? missing : new long[nodes];
        targets = attributes.wholes("leaf_targetids");
        weights = attributes.reals("leaf_weights", targets.length, 0);
        scale = scale(attributes.whole("aggregate_function", SUM));
    }

    static Margins of(NodeProto node) throws BadModelException {
        NodeAttributes attributes = new NodeAttributes(node);
        TreeEnsembleMargins trees = new TreeEnsembleMargins(attributes);
        List<Margins.Margin> columns = new ArrayList<>();
        for (int target = 0; target < attributes.whole("n_targets", 1); target++) {
            columns.add(trees.column(target));
        }
        return new Margins(columns, link(attributes.whole("post_transform", 0)));
    }

    private double scale(long function) throws BadModelException {
        if (function != SUM && function != AVERAGE) {
            throw new BadModelException("model.reasons: trees are taken together by aggregate_function " + function
                    + "; allowed are 0, their average, and 1, their sum");
        }
        return function == SUM ? 1 : 1.0 / roots.length;
    }

    private static Margins.Link link(long transform) throws BadModelException {
        if (transform < 0 || transform >= LINKS.size()) {
            throw new BadModelException("model.reasons: post_transform is " + transform
                    + "; allowed are 0 for none, 1 for softmax, 2 for logistic");
        }
        return LINKS.get((int) transform);
    }

    private Margins.Margin column(int target) throws BadModelException {
        List<TreeNode> trees = new ArrayList<>();
        for (long root : roots) {
            trees.add(split(place(root, features.length, "node"), target, 0));
        }
        return new Margins.Trees(0, trees);
    }

    private TreeNode split(int node, int target, int depth) throws BadModelException {
        if (depth > MAX_DEPTH) {
            throw new BadModelException("model.reasons: a tree is deeper than " + MAX_DEPTH);
        }
        return new TreeNode.Split(
                (int) features[node],
                mode(modes[node]),
                thresholds[node],
                missingTrue[node] != 0,
                child(trueIsLeaf[node], whenTrue[node], target, depth + 1),
                child(falseIsLeaf[node], whenFalse[node], target, depth + 1),
                Double.NaN);
    }

    private TreeNode child(long isLeaf, long index, int target, int depth) throws BadModelException {
        if (isLeaf == 0) {
            return split(place(index, features.length, "node"), target, depth);
        }
        int leaf = place(index, targets.length, "leaf");
        return new TreeNode.Leaf(targets[leaf] == target ? scale * weights[leaf] : 0, Double.NaN);
    }

    private static int place(long index, int count, String what) throws BadModelException {
        if (index < 0 || index >= count) {
            throw new BadModelException("TreeEnsemble has no " + what + " " + index + " of " + count);
        }
        return (int) index;
    }

    private static Branch mode(double mode) throws BadModelException {
        if (mode < 0 || mode >= MODES.length) {
            throw new BadModelException("model.reasons: a node of a tree has the mode " + (long) mode + ", "
                    + (mode == MODES.length ? "BRANCH_MEMBER" : "which is none")
                    + "; allowed are 0 to 5, comparisons with one number");
        }
        return MODES[(int) mode];
    }
}
