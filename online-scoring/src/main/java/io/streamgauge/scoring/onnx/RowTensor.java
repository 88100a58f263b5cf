package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor of one row over memory that Java and ONNX Runtime share: written before a run or read after it, and never
 * reallocated. ONNX Runtime keeps the address only, so this object holds the buffer for as long as the tensor lives.
 */
final class RowTensor implements AutoCloseable {

    private final boolean wide;
    private final ByteBuffer bytes;
    private final OnnxTensor tensor;

    /** A row of {@code columns} values of {@code type} (FLOAT or DOUBLE); {@code shape} has as many elements. */
    RowTensor(OrtEnvironment environment, OnnxJavaType type, int columns, long... shape) throws OrtException {
        wide = type == OnnxJavaType.DOUBLE;
        bytes = ByteBuffer.allocateDirect(columns * type.size).order(ByteOrder.nativeOrder());
        tensor = OnnxTensor.createTensor(environment, bytes, shape, type);
    }

    OnnxTensor tensor() {
        return tensor;
    }

    /** Writes a value, rounded to the nearest float where the tensor holds floats. */
    void set(int column, double value) {
        if (wide) {
            bytes.putDouble(column * Double.BYTES, value);
        } else {
            bytes.putFloat(column * Float.BYTES, (float) value);
        }
    }

    double get(int column) {
        return wide ? bytes.getDouble(column * Double.BYTES) : bytes.getFloat(column * Float.BYTES);
    }

    @Override
    public void close() {
        tensor.close();
    }
}
