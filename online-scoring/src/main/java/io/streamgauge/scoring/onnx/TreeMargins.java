package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.explain.Branch;
import io.streamgauge.scoring.explain.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the trees of a TreeEnsembleRegressor or TreeEnsembleClassifier: its attributes are lists with one entry per node, and
 * lists with one entry per leaf and column of the answer.
 */
final class TreeMargins {

    private static final String MODE_PREFIX = "BRANCH_";
    private static final int MAX_DEPTH = 200;

    /** A node by its tree and its number in it. */
    private record Key(long tree, long node) {}

    private final NodeAttributes attributes;
    private final boolean classifier;
    private final long[] treeIds;
    private final long[] nodeIds;
    private final long[] features;
    private final double[] thresholds;
    private final long[] whenTrue;
    private final long[] whenFalse;
    private final long[] missingTrue;
    private final double[] covers;
    private final List<String> modes;
    private final Map<Key, Integer> places = new HashMap<>();
    private final List<Integer> roots = new ArrayList<>();

    private TreeMargins(NodeProto node) throws BadModelException {
        attributes = new NodeAttributes(node);
        classifier = node.getOpType().equals("TreeEnsembleClassifier");
        treeIds = attributes.wholes("nodes_treeids");
        int nodes = treeIds.length;
        nodeIds = attributes.wholes("nodes_nodeids", nodes);
        features = attributes.wholes("nodes_featureids", nodes);
        whenTrue = attributes.wholes("nodes_truenodeids", nodes);
        whenFalse = attributes.wholes("nodes_falsenodeids", nodes);
        thresholds = attributes.reals("nodes_values", nodes, 0);
        covers = attributes.reals("nodes_hitrates", nodes, Double.NaN);
        long[] missing = attributes.wholes("nodes_missing_value_tracks_true");
        missingTrue = missing.length == nodes ? missing : new long[nodes];
        modes = attributes.texts("nodes_modes");
        if (modes.size() != nodes) {
            throw new BadModelException(node.getOpType() + " has " + modes.size() + " nodes_modes; expected " + nodes);
        }
        findRoots();
    }

    static Margins of(NodeProto node) throws BadModelException {
        return new TreeMargins(node).margins();
    }

    private void findRoots() {
        Set<Key> children = new HashSet<>();
        for (int i = 0; i < treeIds.length; i++) {
            places.put(new Key(treeIds[i], nodeIds[i]), i);
            if (!isLeaf(i)) {
                children.add(new Key(treeIds[i], whenTrue[i]));
                children.add(new Key(treeIds[i], whenFalse[i]));
            }
        }
        for (int i = 0; i < treeIds.length; i++) {
            if (!children.contains(new Key(treeIds[i], nodeIds[i]))) {
                roots.add(i);
            }
        }
    }

    private boolean isLeaf(int node) {
        return modes.get(node).equals("LEAF");
    }

    private Margins margins() throws BadModelException {
        String list = classifier ? "class" : "target";
        long[] leafTrees = attributes.wholes(list + "_treeids");
        long[] leafNodes = attributes.wholes(list + "_nodeids", leafTrees.length);
        long[] columns = attributes.wholes(list + "_ids", leafTrees.length);
        double[] weights = attributes.reals(list + "_weights", leafTrees.length, 0);
        int answers = classifier
                ? Math.max(
                        attributes.texts("classlabels_strings").size(), attributes.wholes("classlabels_int64s").length)
                : (int) attributes.whole("n_targets", 1);
        Margins.Link link = Margins.Link.named(attributes.text("post_transform", "NONE"));
        Map<Long, Map<Integer, Double>> values = new LinkedHashMap<>();
        for (int i = 0; i < leafTrees.length; i++) {
            Integer place = places.get(new Key(leafTrees[i], leafNodes[i]));
            if (place == null) {
                throw new BadModelException(
                        "tree " + leafTrees[i] + " has no node " + leafNodes[i] + ", which has a weight");
            }
            values.computeIfAbsent(columns[i], column -> new HashMap<>()).merge(place, weights[i], Double::sum);
        }
        double[] base = attributes.reals("base_values");
        if (classifier && answers == 2 && values.size() == 1) {
            return binary(values.values().iterator().next(), base, link);
        }
        List<Margins.Margin> all = new ArrayList<>();
        for (int column = 0; column < answers; column++) {
            double offset = base.length == answers ? base[column] : 0;
            all.add(trees(offset, values.getOrDefault((long) column, Map.of()), scale()));
        }
        return new Margins(all, link);
    }

    /** Two classes and weights of one: the answer is for the second, and the first has what is left. */
    private Margins binary(Map<Integer, Double> weights, double[] base, Margins.Link link) throws BadModelException {
        double offset = base.length == 0 ? 0 : base[base.length - 1];
        boolean share = link == Margins.Link.NONE && weights.values().stream().allMatch(weight -> weight >= 0);
        return new Margins(List.of(trees(share ? 1 - offset : -offset, weights, -1), trees(offset, weights, 1)), link);
    }

    private double scale() throws BadModelException {
        String function = attributes.text("aggregate_function", "SUM");
        return switch (function) {
            case "SUM" -> 1;
            case "AVERAGE" -> 1.0 / roots.size();
            default ->
                throw new BadModelException(
                        "model.reasons: trees are taken together by " + function + "; allowed are SUM and AVERAGE");
        };
    }

    private Margins.Margin trees(double offset, Map<Integer, Double> values, double scale) throws BadModelException {
        List<TreeNode> trees = new ArrayList<>();
        for (int root : roots) {
            trees.add(tree(root, values, scale, 0));
        }
        return new Margins.Trees(offset, trees);
    }

    private TreeNode tree(int node, Map<Integer, Double> values, double scale, int depth) throws BadModelException {
        if (isLeaf(node)) {
            return new TreeNode.Leaf(scale * values.getOrDefault(node, 0.0), covers[node]);
        }
        if (depth > MAX_DEPTH) {
            throw new BadModelException("model.reasons: a tree is deeper than " + MAX_DEPTH);
        }
        return new TreeNode.Split(
                (int) features[node],
                branch(modes.get(node)),
                thresholds[node],
                missingTrue[node] != 0,
                tree(place(node, whenTrue[node]), values, scale, depth + 1),
                tree(place(node, whenFalse[node]), values, scale, depth + 1),
                covers[node]);
    }

    private int place(int parent, long child) throws BadModelException {
        Integer place = places.get(new Key(treeIds[parent], child));
        if (place == null) {
            throw new BadModelException("tree " + treeIds[parent] + " has no node " + child);
        }
        return place;
    }

    private static Branch branch(String mode) throws BadModelException {
        for (Branch branch : Branch.values()) {
            if (mode.equals(MODE_PREFIX + branch)) {
                return branch;
            }
        }
        throw new BadModelException("model.reasons: a node of a tree is " + mode + "; allowed are LEAF, "
                + Arrays.stream(Branch.values())
                        .map(branch -> MODE_PREFIX + branch)
                        .collect(Collectors.joining(", ")));
    }
}
