package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.streamgauge.scoring.BadModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node's attributes by name. */
final class NodeAttributes {

    private final String operator;
    private final Map<String, AttributeProto> attributes = new HashMap<>();

    NodeAttributes(NodeProto node) {
        operator = node.getOpType();
        node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
    }

    /** Whole numbers; none where the node does not say. */
    long[] wholes(String name) {
        AttributeProto attribute = attributes.get(name);
        return attribute == null
                ? new long[0]
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Real numbers, which the node has as floats, as a tensor, or, under {@code <name>_as_tensor}, as doubles; none where it does
     * not say.
     */
    double[] reals(String name) throws BadModelException {
        AttributeProto attribute = attributes.get(name);
        if (attribute != null && attribute.getFloatsCount() > 0) {
            return attribute.getFloatsList().stream()
                    .mapToDouble(Float::doubleValue)
                    .toArray();
        }
        AttributeProto doubles = attributes.get(name + "_as_tensor");
        AttributeProto tensor = attribute != null && attribute.hasT() ? attribute : doubles;
        return tensor == null ? new double[0] : numbers(tensor.getT());
    }

    List<String> texts(String name) {
        AttributeProto attribute = attributes.get(name);
        return attribute == null
                ? List.of()
                : attribute.getStringsList().stream()
                        .map(ByteString::toStringUtf8)
                        .toList();
    }

    String text(String name, String fallback) {
        AttributeProto attribute = attributes.get(name);
        return attribute == null ? fallback : attribute.getS().toStringUtf8();
    }

    long whole(String name, long fallback) {
        AttributeProto attribute = attributes.get(name);
        return attribute == null ? fallback : attribute.getI();
    }

    double real(String name, double fallback) {
        AttributeProto attribute = attributes.get(name);
        return attribute == null ? fallback : attribute.getF();
    }

    /** A list of a number for each of {@code count}; {@code fallback} for all where the node does not say. */
    double[] reals(String name, int count, double fallback) throws BadModelException {
        double[] values = reals(name);
        if (values.length == 0) {
            double[] same = new double[count];
            java.util.Arrays.fill(same, fallback);
            return same;
        }
        if (values.length != count) {
            throw new BadModelException(operator + " has " + values.length + " " + name + "; expected " + count);
        }
        return values;
    }

    long[] wholes(String name, int count) throws BadModelException {
        long[] values = wholes(name);
        if (values.length != count) {
            throw new BadModelException(operator + " has " + values.length + " " + name + "; expected " + count);
        }
        return values;
    }

    /** The numbers of a tensor, row by row. */
    static double[] numbers(TensorProto tensor) throws BadModelException {
        DataType known = DataType.forNumber(tensor.getDataType());
        DataType type = known == null ? DataType.UNDEFINED : known;
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers =
                new double[Math.toIntExact(tensor.getDimsList().stream().reduce(1L, Math::multiplyExact))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case FLOAT -> raw.hasRemaining() ? raw.getFloat() : tensor.getFloatData(i);
                case DOUBLE -> raw.hasRemaining() ? raw.getDouble() : tensor.getDoubleData(i);
                case INT64 -> raw.hasRemaining() ? raw.getLong() : tensor.getInt64Data(i);
                case INT32 -> raw.hasRemaining() ? raw.getInt() : tensor.getInt32Data(i);
                case UINT8 -> raw.hasRemaining() ? raw.get() & 0xff : tensor.getInt32Data(i);
                default ->
                    throw new BadModelException("tensor '" + tensor.getName() + "' is of " + type
                            + "; allowed are float32, float64, int32, int64, uint8");
            };
        }
        return numbers;
    }
}
