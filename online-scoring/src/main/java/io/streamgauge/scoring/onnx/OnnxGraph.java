package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.streamgauge.scoring.BadModelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model's graph: what makes each value. */
final class OnnxGraph {

    private final ModelProto model;
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();

    OnnxGraph(ModelProto model) {
        this.model = model;
        GraphProto graph = model.getGraph();
        graph.getNodeList().forEach(node -> {
            node.getOutputList().forEach(output -> makers.put(output, node));
            if (node.getOpType().equals("Constant") && node.getAttributeCount() == 1) {
                constants.put(node.getOutput(0), node.getAttribute(0).getT());
            }
        });
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        graph.getInputList().forEach(input -> inputs.add(input.getName()));
        inputs.removeAll(constants.keySet());
    }

    /** The node that makes a value; null for an input and a constant. */
    @Nullable
    NodeProto maker(String value) {
        return makers.get(value);
    }

    @Nullable
    TensorProto constant(String value) {
        return constants.get(value);
    }

    TensorProto constant(NodeProto node, int input) throws BadModelException {
        TensorProto constant = constants.get(node.getInput(input));
        if (constant == null) {
            throw new BadModelException(shown(node) + " has no constant as its input " + (input + 1));
        }
        return constant;
    }

    boolean isInput(String value) {
        return inputs.contains(value);
    }

    /** The part of the model that makes one value, which is its only output. */
    byte[] cutAt(String value) {
        return cut(needed(value, Set.of()), model.getGraph().getInputList(), List.of(value));
    }

    /**
     * The part of the model that makes some values of others.
     *
     * @param given columns of floats, {@code [batch, 1]}, which are its inputs
     * @param made its outputs
     */
    byte[] cutBetween(Set<String> given, List<String> made) {
        Set<String> needed = new HashSet<>();
        made.forEach(value -> needed.addAll(needed(value, given)));
        needed.removeAll(given);
        List<ValueInfoProto> inputs =
                given.stream().sorted().map(OnnxGraph::floats).toList();
        return cut(needed, inputs, made);
    }

    private static ValueInfoProto floats(String name) {
        TypeProto.Tensor column = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(name))
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1)))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(column))
                .build();
    }

    /** The value and all that it is made of, back to those given. */
    Set<String> needed(String value, Set<String> given) {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(value));
        while (!open.isEmpty()) {
            String next = open.pop();
            NodeProto maker = makers.get(next);
            if (needed.add(next) && maker != null && !given.contains(next)) {
                open.addAll(maker.getInputList());
            }
        }
        return needed;
    }

    private byte[] cut(Set<String> needed, List<ValueInfoProto> inputs, List<String> made) {
        GraphProto graph = model.getGraph();
        GraphProto.Builder cut = graph.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .addAllInput(inputs)
                .clearOutput();
        made.forEach(value -> cut.addOutput(ValueInfoProto.newBuilder().setName(value)));
        graph.getNodeList().stream()
                .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
                .forEach(cut::addNode);
        graph.getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .forEach(cut::addInitializer);
        return model.toBuilder().setGraph(cut).build().toByteArray();
    }

    static String shown(NodeProto node) {
        return node.getOpType() + (node.getName().isEmpty() ? "" : " '" + node.getName() + "'");
    }
}
