package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor of one row of numbers over memory that Java and ONNX Runtime share: written before a run or read after it, and
 * never reallocated. ONNX Runtime keeps the address only, so this object holds the buffer for as long as the tensor lives.
 */
final class RowTensor implements AutoCloseable {

    private final OnnxJavaType type;
    private final int columns;
    private final ByteBuffer bytes;
    private final OnnxTensor tensor;

    /** A row of {@code columns} numbers of {@code type}; {@code shape} has as many elements. */
    RowTensor(OrtEnvironment environment, OnnxJavaType type, int columns, long... shape) throws OrtException {
        this.type = type;
        this.columns = columns;
        bytes = ByteBuffer.allocateDirect(columns * type.size).order(ByteOrder.nativeOrder());
        tensor = OnnxTensor.createTensor(environment, bytes, shape, type);
    }

    OnnxTensor tensor() {
        return tensor;
    }

    int columns() {
        return columns;
    }

    /** Whether a number can be written as this type without becoming another, but for the rounding of a float. */
    static boolean fits(OnnxJavaType type, double value) {
        return switch (type) {
            case FLOAT, DOUBLE -> true;
            case INT64 -> value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63;
            case INT32 -> value == (int) value;
            default -> value == 0 || value == 1;
        };
    }

    /**
     * Writes a number, rounded to the nearest float where the tensor holds floats.
     *
     * @return whether it fits; nothing is written when it does not
     */
    boolean set(int column, double value) {
        switch (type) {
            case FLOAT -> bytes.putFloat(column * Float.BYTES, (float) value);
            case DOUBLE -> bytes.putDouble(column * Double.BYTES, value);
            default -> {
                return fits(type, value) && setWhole(column, (long) value);
            }
        }
        return true;
    }

    private boolean setWhole(int column, long value) {
        switch (type) {
            case INT64 -> bytes.putLong(column * Long.BYTES, value);
            case INT32 -> bytes.putInt(column * Integer.BYTES, (int) value);
            default -> bytes.put(column, (byte) value);
        }
        return true;
    }

    double get(int column) {
        return switch (type) {
            case FLOAT -> bytes.getFloat(column * Float.BYTES);
            case DOUBLE -> bytes.getDouble(column * Double.BYTES);
            default -> getWhole(column);
        };
    }

    /** The whole number at {@code column}, of a tensor of such. */
    long getWhole(int column) {
        return switch (type) {
            case INT64 -> bytes.getLong(column * Long.BYTES);
            case INT32 -> bytes.getInt(column * Integer.BYTES);
            default -> bytes.get(column);
        };
    }

    @Override
    public void close() {
        tensor.close();
    }
}
