package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What ONNX Runtime does not tell of a model's graph, and what is better taken out of it. */
final class OnnxGraphs {

    static final String ZIP_MAP = "ZipMap";
    private static final Set<String> CLASS_LABELS =
            Set.of("classlabels_ints", "classlabels_int64s", "classlabels_strings");

    private OnnxGraphs() {}

    /**
     * The model with every output that ZipMap makes, a list of maps from class to probability, given as the tensor that
     * ZipMap is made of: the same numbers in half the time. Empty when there is none.
     */
    static Optional<byte[]> withoutZipMaps(byte[] bytes) throws InvalidProtocolBufferException {
        ModelProto.Builder model = ModelProto.parseFrom(bytes).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        boolean found = false;
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOpType().equals(ZIP_MAP)) {
                found = true;
                node.setOpType("Identity").clearDomain().clearAttribute();
                asTensor(graph, node.getOutput(0));
            }
        }
        return found ? Optional.of(model.build().toByteArray()) : Optional.empty();
    }

    private static void asTensor(GraphProto.Builder graph, String output) {
        graph.getOutputBuilderList().stream()
                .filter(info -> info.getName().equals(output))
                .forEach(info -> info.setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))));
    }

    /** Names of a classifier's classes, in the order of its columns; empty when no node names them, or several do otherwise. */
    static List<String> classes(byte[] bytes) throws InvalidProtocolBufferException {
        Set<List<String>> named = ModelProto.parseFrom(bytes).getGraph().getNodeList().stream()
                .flatMap(node -> node.getAttributeList().stream())
                .filter(attribute -> CLASS_LABELS.contains(attribute.getName()))
                .map(OnnxGraphs::labels)
                .filter(labels -> !labels.isEmpty())
                .collect(Collectors.toSet());
        return named.size() == 1 ? named.iterator().next() : List.of();
    }

    private static List<String> labels(AttributeProto attribute) {
        return Stream.concat(
                        attribute.getIntsList().stream().map(String::valueOf),
                        attribute.getStringsList().stream().map(ByteString::toStringUtf8))
                .toList();
    }
}
