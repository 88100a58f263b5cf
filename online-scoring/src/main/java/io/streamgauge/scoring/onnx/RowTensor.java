package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of one or more rows of numbers over memory that Java and ONNX Runtime share: written before a run or read after
 * it, and never reallocated. ONNX Runtime keeps the address only, so this object holds the buffer for as long as the tensors
 * live. A tensor's shape cannot change, so there is one for each number of rows that was ever asked for.
 */
final class RowTensor implements AutoCloseable {

    private final OrtEnvironment environment;
    private final OnnxJavaType type;
    private final int columns;
    private final long[] shape;
    private final ByteBuffer bytes;
    /** By the number of rows. */
    private final @Nullable OnnxTensor[] tensors;

    /**
     * Up to {@code rows} rows of {@code columns} numbers of {@code type}.
     *
     * @param shape of one row
     */
    RowTensor(OrtEnvironment environment, OnnxJavaType type, int columns, int rows, long... shape) throws OrtException {
        this.environment = environment;
        this.type = type;
        this.columns = columns;
        this.shape = shape;
        bytes = ByteBuffer.allocateDirect(rows * columns * type.size).order(ByteOrder.nativeOrder());
        tensors = new @Nullable OnnxTensor[rows + 1];
        tensor(1);
    }

    /** That of the first {@code rows} rows. */
    OnnxTensor tensor(int rows) throws OrtException {
        OnnxTensor made = tensors[rows];
        if (made == null) {
            ByteBuffer part = bytes.duplicate().order(ByteOrder.nativeOrder()).limit(rows * columns * type.size);
            made = OnnxTensor.createTensor(environment, part, shaped(rows), type);
            tensors[rows] = made;
        }
        return made;
    }

    private long[] shaped(int rows) {
        long[] of = shape.clone();
        if (rows > 1) {
            of[0] = rows;
        }
        return of;
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
    boolean set(int row, int column, double value) {
        int at = row * columns + column;
        switch (type) {
            case FLOAT -> bytes.putFloat(at * Float.BYTES, (float) value);
            case DOUBLE -> bytes.putDouble(at * Double.BYTES, value);
            default -> {
                return fits(type, value) && setWhole(at, (long) value);
            }
        }
        return true;
    }

    private boolean setWhole(int at, long value) {
        switch (type) {
            case INT64 -> bytes.putLong(at * Long.BYTES, value);
            case INT32 -> bytes.putInt(at * Integer.BYTES, (int) value);
            default -> bytes.put(at, (byte) value);
        }
        return true;
    }

    double get(int row, int column) {
        int at = row * columns + column;
        return switch (type) {
            case FLOAT -> bytes.getFloat(at * Float.BYTES);
            case DOUBLE -> bytes.getDouble(at * Double.BYTES);
            default -> getWhole(row, column);
        };
    }

    /** The whole number at {@code column} of a row, of a tensor of such. */
    long getWhole(int row, int column) {
        int at = row * columns + column;
        return switch (type) {
            case INT64 -> bytes.getLong(at * Long.BYTES);
            case INT32 -> bytes.getInt(at * Integer.BYTES);
            default -> bytes.get(at);
        };
    }

    @Override
    public void close() {
        for (OnnxTensor tensor : tensors) {
            if (tensor != null) {
                tensor.close();
            }
        }
    }
}
