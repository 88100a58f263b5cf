package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.streamgauge.scoring.BadModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a model's file says of itself, read without running any of it.
 *
 * @param format intermediate representation and operator sets, such as {@code IR 8, ai.onnx 17, ai.onnx.ml 3}
 * @param nodes how many nodes its graphs have
 * @param operators names of the operators in it
 * @param zipMaps how many ZipMaps, which are taken out when it is loaded
 * @param inputs what it takes
 * @param outputs what it gives
 * @param formatProblems why its format is refused; empty when it is not
 * @param operatorProblems why what it is made of is refused; empty when it is not
 */
public record OnnxInspection(
        String format,
        int nodes,
        Set<String> operators,
        int zipMaps,
        List<Port> inputs,
        List<Port> outputs,
        List<String> formatProblems,
        List<String> operatorProblems) {

    /** Least and greatest intermediate representation; the greatest is ONNX Runtime's. */
    static final long MIN_IR = 3;

    static final long MAX_IR = 13;
    /** Least and greatest operator set of ONNX; the greatest is ONNX Runtime's. */
    static final long MIN_OPSET = 7;

    static final long MAX_OPSET = 26;
    /** Greatest operator set of {@code ai.onnx.ml}. */
    static final long MAX_ML_OPSET = 5;

    /**
     * An input or output as the file declares it.
     *
     * @param type type of its elements, such as {@code FLOAT}; {@code none} when it is no tensor
     * @param shape its dimensions, -1 for one that is open
     */
    public record Port(String name, String type, List<Long> shape) {}

    /**
     * Reads a file.
     *
     * @throws BadModelException when it is no ONNX model
     */
    public static OnnxInspection of(byte[] onnx) throws BadModelException {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new BadModelException("the file is no ONNX model, or not all of one: " + e.getMessage(), e);
        }
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new BadModelException("the file is no ONNX model: it holds no graph with nodes");
        }
        Map<String, Long> opsets = model.getOpsetImportList().stream()
                .collect(Collectors.toMap(
                        OnnxInspection::domain, OperatorSetIdProto::getVersion, Math::max, TreeMap::new));
        OnnxWalk walk = new OnnxWalk(model);
        Set<String> initialized = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        GraphProto graph = model.getGraph();
        return new OnnxInspection(
                format(model.getIrVersion(), opsets),
                walk.nodes(),
                walk.operators(),
                walk.zipMaps(),
                graph.getInputList().stream()
                        .filter(input -> !initialized.contains(input.getName()))
                        .map(OnnxInspection::port)
                        .toList(),
                graph.getOutputList().stream().map(OnnxInspection::port).toList(),
                formatProblems(model, opsets),
                walk.problems());
    }

    private static String domain(OperatorSetIdProto opset) {
        return opset.getDomain().isEmpty() ? AllowedOperators.STANDARD_NAMED : opset.getDomain();
    }

    private static String format(long ir, Map<String, Long> opsets) {
        return "IR " + ir
                + opsets.entrySet().stream()
                        .map(opset -> ", " + opset.getKey() + " " + opset.getValue())
                        .collect(Collectors.joining());
    }

    private static List<String> formatProblems(ModelProto model, Map<String, Long> opsets) {
        List<String> problems = new ArrayList<>();
        within(problems, "intermediate representation", model.getIrVersion(), MIN_IR, MAX_IR);
        opsets.forEach((domain, version) -> {
            switch (domain) {
                case AllowedOperators.STANDARD_NAMED ->
                    within(problems, "operator set of ai.onnx", version, MIN_OPSET, MAX_OPSET);
                case AllowedOperators.ML -> within(problems, "operator set of ai.onnx.ml", version, 1, MAX_ML_OPSET);
                // Exporters declare domains that they do not use; a node of one is refused.
                default -> {}
            }
        });
        if (opsets.isEmpty()) {
            problems.add("the file names no operator set");
        }
        if (model.getTrainingInfoCount() > 0) {
            problems.add("the file holds instructions for training; export the model for inference");
        }
        return List.copyOf(problems);
    }

    private static void within(List<String> problems, String what, long seen, long least, long most) {
        if (seen < least || seen > most) {
            problems.add(what + " " + seen + "; allowed: " + least + " to " + most);
        }
    }

    private static Port port(ValueInfoProto value) {
        TypeProto type = value.getType();
        if (!type.hasTensorType()) {
            return new Port(value.getName(), "none", List.of());
        }
        TensorProto.DataType element =
                TensorProto.DataType.forNumber(type.getTensorType().getElemType());
        return new Port(
                value.getName(),
                element == null ? "unknown" : element.name(),
                type.getTensorType().getShape().getDimList().stream()
                        .map(dimension -> dimension.hasDimValue() ? dimension.getDimValue() : -1L)
                        .toList());
    }

    /** Whether nothing in the file is refused. */
    public boolean allowed() {
        return formatProblems.isEmpty() && operatorProblems.isEmpty();
    }
}
