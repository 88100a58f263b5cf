package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.streamgauge.scoring.BadModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which value of the vector each column of a tensor inside a model is made of. Where scalers, imputers and encoders stand
 * before the trees or weights, every column comes from one value alone; a model that mixes values before has none, and is
 * refused.
 */
final class ColumnSources {

    /** A column out for a column in, of the first input; whatever else they take is constant. */
    private static final Set<String> SAME = Set.of(
            "Identity",
            "Cast",
            "Scaler",
            "Imputer",
            "LabelEncoder",
            "Binarizer",
            "Reshape",
            "Flatten",
            "Log",
            "Exp",
            "Sqrt",
            "Abs",
            "Neg",
            "Sign",
            "Floor",
            "Ceil",
            "Round",
            "Clip",
            "Tanh",
            "Sigmoid",
            "Relu",
            "IsNaN",
            "Not");

    private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Pow");

    private static final Set<String> JOINS = Set.of("Concat", "FeatureVectorizer");

    private static final Set<String> SELECTS = Set.of("Gather", "ArrayFeatureExtractor");

    private final OnnxGraph graph;
    private final Map<String, List<Integer>> inputs;

    /** @param inputs indexes in the vector of what each input of the model takes */
    ColumnSources(OnnxGraph graph, Map<String, List<Integer>> inputs) {
        this.graph = graph;
        this.inputs = inputs;
    }

    /** An index in the vector for each column. */
    List<Integer> of(String value) throws BadModelException {
        List<Integer> fed = inputs.get(value);
        if (fed != null) {
            return fed;
        }
        NodeProto node = graph.maker(value);
        if (node == null) {
            throw new BadModelException("'" + value + "' is neither made by a node nor an input");
        }
        String operator = node.getOpType();
        if (SAME.contains(operator)) {
            return of(node.getInput(0));
        }
        if (ARITHMETIC.contains(operator) && node.getInputCount() == 2) {
            return graph.constant(node.getInput(1)) != null ? of(node.getInput(0)) : rightOf(node);
        }
        if (JOINS.contains(operator)) {
            return joined(node);
        }
        if (SELECTS.contains(operator)) {
            return selected(node);
        }
        if (operator.equals("OneHotEncoder")) {
            return encoded(node);
        }
        throw new BadModelException("reasons need each column of the trees or weights to come from one input; "
                + OnnxGraph.shown(node) + " stands before them; allowed are "
                + String.join(", ", allowed()));
    }

    private static Set<String> allowed() {
        Set<String> allowed = new TreeSet<>(SAME);
        allowed.addAll(ARITHMETIC);
        allowed.addAll(JOINS);
        allowed.addAll(SELECTS);
        allowed.add("OneHotEncoder");
        return allowed;
    }

    private List<Integer> rightOf(NodeProto node) throws BadModelException {
        if (graph.constant(node.getInput(0)) == null) {
            throw new BadModelException("reasons need each column of the trees or weights to come from one input; "
                    + OnnxGraph.shown(node) + " combines two");
        }
        return of(node.getInput(1));
    }

    private List<Integer> joined(NodeProto node) throws BadModelException {
        List<Integer> all = new ArrayList<>();
        for (String input : node.getInputList()) {
            all.addAll(of(input));
        }
        return all;
    }

    private List<Integer> selected(NodeProto node) throws BadModelException {
        TensorProto constant = graph.constant(node, 1);
        List<Integer> from = of(node.getInput(0));
        List<Integer> chosen = new ArrayList<>();
        for (double index : NodeAttributes.numbers(constant)) {
            int at = (int) index < 0 ? (int) index + from.size() : (int) index;
            if (at < 0 || at >= from.size()) {
                throw new BadModelException(
                        OnnxGraph.shown(node) + " takes column " + (int) index + " of " + from.size());
            }
            chosen.add(from.get(at));
        }
        return chosen;
    }

    private List<Integer> encoded(NodeProto node) throws BadModelException {
        NodeAttributes attributes = new NodeAttributes(node);
        int categories = Math.max(attributes.texts("cats_strings").size(), attributes.wholes("cats_int64s").length);
        List<Integer> all = new ArrayList<>();
        for (int source : of(node.getInput(0))) {
            all.addAll(Collections.nCopies(categories, source));
        }
        return all;
    }
}
