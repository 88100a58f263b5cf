package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.streamgauge.scoring.BadModelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(value));
        while (!open.isEmpty()) {
            String next = open.pop();
            NodeProto maker = makers.get(next);
            if (needed.add(next) && maker != null) {
                open.addAll(maker.getInputList());
            }
        }
        GraphProto graph = model.getGraph();
        GraphProto.Builder cut = graph.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearOutput()
                .addOutput(ValueInfoProto.newBuilder().setName(value));
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
