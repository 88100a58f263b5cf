package io.streamgauge.scoring.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An input or output of a model, as ONNX Runtime tells it.
 *
 * @param name its name
 * @param type type of its elements; empty when it is no tensor
 * @param shape its dimensions, -1 for one that is open; empty for a number without dimensions, and when it is no tensor
 */
record OnnxPort(String name, Optional<OnnxJavaType> type, List<Long> shape) {

    private static final Set<OnnxJavaType> NUMBERS =
            Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.INT64, OnnxJavaType.INT32, OnnxJavaType.BOOL);

    private static OnnxPort of(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                ? new OnnxPort(
                        node.getName(),
                        Optional.of(tensor.type),
                        Arrays.stream(tensor.getShape()).boxed().toList())
                : new OnnxPort(node.getName(), Optional.empty(), List.of());
    }

    /** In the model's order. */
    static List<OnnxPort> of(Collection<NodeInfo> nodes) {
        return nodes.stream().map(OnnxPort::of).toList();
    }

    boolean is(OnnxJavaType wanted) {
        return type.isPresent() && type.get() == wanted;
    }

    /** Whether its elements are float32 or float64. */
    boolean real() {
        return is(OnnxJavaType.FLOAT) || is(OnnxJavaType.DOUBLE);
    }

    /** Whether its elements are whole numbers. */
    boolean whole() {
        return is(OnnxJavaType.INT64) || is(OnnxJavaType.INT32);
    }

    /** Whether its elements are texts. */
    boolean text() {
        return is(OnnxJavaType.STRING);
    }

    /** Whether its elements are numbers of a type that can be read and written here; a truth value is 0 or 1. */
    boolean number() {
        return type.isPresent() && NUMBERS.contains(type.get());
    }

    int rank() {
        return shape.size();
    }

    /** Whether it has a row per row of the batch, and takes or gives one alone. */
    boolean oneRow() {
        return (rank() == 1 || rank() == 2) && (shape.get(0) == -1 || shape.get(0) == 1);
    }

    /** Values in a row; -1 when that is open. */
    int columns() {
        return rank() == 1 ? 1 : Math.toIntExact(shape.get(1));
    }

    /** Such as {@code FLOAT [-1, 3]}. */
    String shown() {
        return type.isEmpty() ? "no tensor" : type.get() + " " + shape;
    }

    @Override
    public String toString() {
        return "'" + name + "', " + shown();
    }
}
