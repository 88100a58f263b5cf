package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Visits every node and tensor of a model, those of inner graphs and of the file's own functions too. */
final class OnnxWalk {

    /** Graphs in graphs, from 1 for the model's own. */
    static final int MAX_DEPTH = 4;

    static final int MAX_NODES = 10_000;
    private static final int SHOWN = 5;
    private static final int DROPOUT_INPUTS = 2;

    private final Set<String> functions;
    private final Set<String> operators = new TreeSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> external = new TreeSet<>();
    private int nodes;
    private int zipMaps;

    OnnxWalk(ModelProto model) {
        functions = model.getFunctionsList().stream()
                .map(function -> function.getDomain() + ":" + function.getName())
                .collect(Collectors.toSet());
        graph(model.getGraph(), 1);
        for (FunctionProto function : model.getFunctionsList()) {
            function.getNodeList().forEach(node -> node(node, 1));
        }
        if (nodes > MAX_NODES) {
            problems.add(nodes + " nodes; allowed: at most " + MAX_NODES);
        }
        if (!external.isEmpty()) {
            problems.add("weights in other files (" + shown(external)
                    + "), which its digest does not cover; save the model as one file");
        }
    }

    private void graph(GraphProto graph, int depth) {
        if (depth > MAX_DEPTH) {
            problems.add("graphs more than " + MAX_DEPTH + " deep in each other; allowed: at most " + MAX_DEPTH);
            return;
        }
        graph.getInitializerList().forEach(this::tensor);
        graph.getSparseInitializerList().forEach(this::sparse);
        graph.getNodeList().forEach(node -> node(node, depth));
    }

    private void node(NodeProto node, int depth) {
        nodes++;
        operator(node);
        for (AttributeProto attribute : node.getAttributeList()) {
            tensor(attribute.getT());
            attribute.getTensorsList().forEach(this::tensor);
            sparse(attribute.getSparseTensor());
            attribute.getSparseTensorsList().forEach(this::sparse);
            if (attribute.hasG()) {
                inner(node, attribute.getG(), depth);
            }
            attribute.getGraphsList().forEach(graph -> inner(node, graph, depth));
        }
    }

    private void inner(NodeProto node, GraphProto graph, int depth) {
        if (!AllowedOperators.CONTROL.contains(node.getOpType())) {
            problems.add("operator " + node.getOpType() + " holds a graph; allowed: "
                    + String.join(", ", new TreeSet<>(AllowedOperators.CONTROL)));
        }
        graph(graph, depth + 1);
    }

    private void operator(NodeProto node) {
        String operator = node.getOpType();
        String domain = node.getDomain();
        operators.add(domain.isEmpty() ? operator : domain + "." + operator);
        if (operator.equals(OnnxGraphs.ZIP_MAP)) {
            zipMaps++;
        }
        if (functions.contains(domain + ":" + operator)) {
            return;
        }
        if (!AllowedOperators.knowsDomain(domain)) {
            problems.add("operator " + operator + " of domain " + domain + "; allowed: domains "
                    + AllowedOperators.STANDARD_NAMED + " and " + AllowedOperators.ML);
        } else if (!AllowedOperators.contains(domain, operator)) {
            problems.add("operator " + operator + why(operator));
        } else if (operator.equals("Dropout") && node.getInputCount() > DROPOUT_INPUTS) {
            problems.add(
                    "operator Dropout in training mode, which draws random numbers; export the model for inference");
        }
    }

    private static String why(String operator) {
        if (operator.equals("Loop")) {
            return " may not end; allowed: " + String.join(", ", new TreeSet<>(AllowedOperators.CONTROL));
        }
        if (operator.startsWith("Random") || operator.equals("Multinomial") || operator.equals("Bernoulli")) {
            return " draws random numbers, which no replay repeats";
        }
        return " is not allowed; docs/models.md says which are";
    }

    private void tensor(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            external.add(tensor.getExternalDataList().stream()
                    .filter(entry -> entry.getKey().equals("location"))
                    .map(entry -> entry.getValue())
                    .findFirst()
                    .orElse(tensor.getName()));
        }
    }

    private void sparse(SparseTensorProto tensor) {
        tensor(tensor.getValues());
        tensor(tensor.getIndices());
    }

    private static String shown(Set<String> names) {
        return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }

    int nodes() {
        return nodes;
    }

    Set<String> operators() {
        return operators;
    }

    int zipMaps() {
        return zipMaps;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }
}
