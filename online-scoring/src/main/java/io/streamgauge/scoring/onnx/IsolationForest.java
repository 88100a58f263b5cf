package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.explain.TreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an isolation forest [1] as skl2onnx writes it. The score is −2^(−m) + o, where the margin m is the mean over the trees
 * of the path length h(x), over the mean path length c of a search tree of as many rows; o is the threshold of anomalies. So
 * long paths, which are common rows, have high margins:
 *
 * <pre>  x ─▶ Gather ─▶ TreeEnsembleRegressor ─▶ leaf's number ─▶ … ─▶ h ─┐
 *    ─▶ Gather ─▶ TreeEnsembleRegressor ─▶ leaf's number ─▶ … ─▶ h ─┴▶ Sum ─▶ Div ─▶ Neg ─▶ Pow(2, ·) ─▶ Neg ─▶ Add   </pre>
 *
 * <p>Each tree answers the number of a leaf, and a dozen nodes make its h of it. Those are run once, for all leaves; with
 * h at its leaves the forest is a sum of trees like any other.
 *
 * <p>[1] Liu, Ting, Zhou: Isolation Forest. ICDM 2008.
 */
final class IsolationForest {

    private static final Set<String> PASSING = Set.of("Identity", "Cast", "Reshape");

    private final OnnxGraph graph;
    private final LeafAnswers leaves;

    IsolationForest(OnnxGraph graph, LeafAnswers leaves) {
        this.graph = graph;
        this.leaves = leaves;
    }

    /** The mean path length behind a score: Σ h over {@code divisor}, and {@code shift} added to the score. */
    private record Lengths(List<String> terms, double divisor, double shift) {}

    /** A tree, what it makes of a row, and the columns of the tensor that its own columns are. */
    private record Tree(
            NodeProto node,
            String term,
            TreeNode root,
            String tensor,
            @Nullable List<Integer> columns) {}

    /** Where such a score comes from; empty when the node makes another. */
    Optional<MarginSource> of(NodeProto node) throws BadModelException, OrtException {
        Optional<Lengths> lengths = lengths(node);
        return lengths.isPresent() ? Optional.of(source(lengths.get())) : Optional.empty();
    }

    private Optional<Lengths> lengths(NodeProto last) throws BadModelException {
        double shift = 0;
        NodeProto node = last;
        if (node.getOpType().equals("Add")) {
            TensorProto right = graph.constant(node.getInput(1));
            TensorProto left = graph.constant(node.getInput(0));
            if ((right == null) == (left == null)) {
                return Optional.empty();
            }
            shift = one(right == null ? left : right);
            node = maker(node.getInput(right == null ? 1 : 0));
        }
        NodeProto power = operand(node, "Neg");
        NodeProto negated = power == null || !power.getOpType().equals("Pow") ? null : maker(power.getInput(1));
        NodeProto mean = operand(negated, "Neg");
        TensorProto base = power == null ? null : graph.constant(power.getInput(0));
        if (mean == null || !mean.getOpType().equals("Div") || base == null || one(base) != 2) {
            return Optional.empty();
        }
        TensorProto divisor = graph.constant(mean.getInput(1));
        NodeProto sum = maker(mean.getInput(0));
        if (divisor == null || sum == null) {
            return Optional.empty();
        }
        List<String> terms = sum.getOpType().equals("Sum") ? sum.getInputList() : List.of(mean.getInput(0));
        return Optional.of(new Lengths(terms, one(divisor), shift));
    }

    /** What makes the operand of a node of one operator; null when it is of another. */
    private @Nullable NodeProto operand(@Nullable NodeProto node, String operator) {
        return node == null || !node.getOpType().equals(operator) ? null : maker(node.getInput(0));
    }

    /** What makes a value, behind what leaves it as it is. */
    private @Nullable NodeProto maker(String value) {
        NodeProto node = graph.maker(value);
        while (node != null && PASSING.contains(node.getOpType())) {
            node = graph.maker(node.getInput(0));
        }
        return node;
    }

    /** The number of a constant that has one; NaN, which is none that is asked for, where it has more. */
    private static double one(TensorProto constant) throws BadModelException {
        double[] numbers = NodeAttributes.numbers(constant);
        return numbers.length == 1 ? numbers[0] : Double.NaN;
    }

    private MarginSource source(Lengths lengths) throws BadModelException, OrtException {
        List<Tree> trees = new ArrayList<>();
        for (String term : lengths.terms) {
            trees.add(tree(term));
        }
        String tensor = trees.get(0).tensor;
        for (Tree tree : trees) {
            if (!tree.tensor.equals(tensor)) {
                throw new BadModelException("model.reasons: trees of the isolation forest are given '" + tensor
                        + "' and '" + tree.tensor + "'; expected the same columns for all");
            }
        }
        Map<String, float[]> numbers = new LinkedHashMap<>();
        for (Tree tree : trees) {
            numbers.put(tree.node.getOutput(0), numbers(tree));
        }
        Map<String, double[]> made = leaves.of(
                graph.cutBetween(
                        numbers.keySet(), trees.stream().map(Tree::term).toList()),
                numbers);
        List<TreeNode> measured = new ArrayList<>();
        for (Tree tree : trees) {
            measured.add(measured(tree, numbers, made, lengths.divisor));
        }
        Margins margins = new Margins(List.of(new Margins.Trees(0, measured)), Margins.Link.ISOLATION, lengths.shift);
        return new MarginSource(margins, tensor);
    }

    private Tree tree(String term) throws BadModelException {
        List<NodeProto> grown = graph.needed(term, Set.of()).stream()
                .map(graph::maker)
                .filter(node -> node != null && node.getOpType().equals("TreeEnsembleRegressor"))
                .toList();
        if (grown.size() != 1) {
            throw new BadModelException("model.reasons: '" + term + "' of the isolation forest is made of "
                    + grown.size() + " TreeEnsembleRegressor; expected 1");
        }
        NodeProto node = grown.get(0);
        Margins margins = TreeMargins.of(node);
        if (margins.link() != Margins.Link.NONE
                || margins.columns().size() != 1
                || !(margins.columns().get(0) instanceof Margins.Trees trees)
                || trees.trees().size() != 1
                || trees.offset() != 0) {
            throw new BadModelException("model.reasons: " + OnnxGraph.shown(node)
                    + " of the isolation forest is not a tree that answers the number of a leaf");
        }
        NodeProto before = graph.maker(node.getInput(0));
        boolean selects = before != null
                && before.getOpType().equals("Gather")
                && new NodeAttributes(before).whole("axis", 0) == 1;
        return before != null && selects
                ? new Tree(node, term, trees.trees().get(0), before.getInput(0), columns(before))
                : new Tree(node, term, trees.trees().get(0), node.getInput(0), null);
    }

    private List<Integer> columns(NodeProto gather) throws BadModelException {
        double[] chosen = NodeAttributes.numbers(graph.constant(gather, 1));
        List<Integer> columns = new ArrayList<>(chosen.length);
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] < 0) {
                throw new BadModelException("model.reasons: " + OnnxGraph.shown(gather) + " takes column "
                        + (long) chosen[i] + "; expected 0 or more");
            }
            columns.add((int) chosen[i]);
        }
        return columns;
    }

    /** The numbers that a tree answers, each once. */
    private static float[] numbers(Tree tree) {
        double[] numbers = values(tree.root)
                .distinct()
                .sorted()
                .mapToDouble(Double::doubleValue)
                .toArray();
        float[] column = new float[numbers.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = (float) numbers[i];
        }
        return column;
    }

    private static Stream<Double> values(TreeNode node) {
        if (node instanceof TreeNode.Split split) {
            return Stream.concat(values(split.whenTrue()), values(split.whenFalse()));
        }
        return Stream.of(((TreeNode.Leaf) node).value());
    }

    private static TreeNode measured(
            Tree tree, Map<String, float[]> numbers, Map<String, double[]> made, double divisor)
            throws BadModelException {
        float[] given = numbers.getOrDefault(tree.node.getOutput(0), new float[0]);
        double[] lengths = made.getOrDefault(tree.term, new double[0]);
        if (lengths.length != given.length) {
            throw new BadModelException("model.reasons: '" + tree.term + "' of the isolation forest has "
                    + lengths.length + " numbers for " + given.length + " leaves");
        }
        Map<Double, Double> lengthOf = new HashMap<>();
        for (int i = 0; i < given.length; i++) {
            lengthOf.put((double) given[i], lengths[i] / divisor);
        }
        return measured(tree.root, lengthOf, tree.columns);
    }

    private static TreeNode measured(TreeNode node, Map<Double, Double> lengthOf, @Nullable List<Integer> columns)
            throws BadModelException {
        if (node instanceof TreeNode.Split split) {
            int column = split.column();
            if (columns != null && column >= columns.size()) {
                throw new BadModelException(
                        "model.reasons: a split on column " + column + "; there are " + columns.size());
            }
            return new TreeNode.Split(
                    columns == null ? column : columns.get(column),
                    split.branch(),
                    split.threshold(),
                    split.missingIsTrue(),
                    measured(split.whenTrue(), lengthOf, columns),
                    measured(split.whenFalse(), lengthOf, columns),
                    split.cover());
        }
        TreeNode.Leaf leaf = (TreeNode.Leaf) node;
        return new TreeNode.Leaf(lengthOf.getOrDefault(leaf.value(), Double.NaN), leaf.cover());
    }
}
