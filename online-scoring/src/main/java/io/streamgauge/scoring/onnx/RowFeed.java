package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that a model takes for one row, or, where none of them is of texts, for several. Those of numbers are written
 * again and again; ONNX Runtime copies texts, so their tensors are made for every row. All are blank, zeros and empty texts,
 * until a row is written. Not thread-safe.
 */
final class RowFeed implements AutoCloseable {

    /** Numbers of an input, and the values they come from. */
    private static final class Numbers {

        private final String input;
        private final OnnxJavaType type;
        private final RowTensor tensor;
        private final int[] values;

        Numbers(OrtEnvironment environment, InputBinding.Fed fed, int rows) throws OrtException {
            input = fed.input().name();
            type = fed.input().type().orElseThrow();
            values = indexes(fed);
            tensor = new RowTensor(environment, type, values.length, rows, shape(fed));
        }

        /** Index of the first value that does not fit; -1 when all are written. */
        int write(int row, FeatureValues vector) {
            for (int column = 0; column < values.length; column++) {
                int index = values[column];
                if (!tensor.set(row, column, vector.isMissing(index) ? Double.NaN : vector.valueAt(index))) {
                    return index;
                }
            }
            return -1;
        }
    }

    /** Texts of an input. */
    private static final class Texts {

        private final String input;
        private final int[] values;
        private final long[] shape;
        private final String[] row;

        Texts(InputBinding.Fed fed) {
            input = fed.input().name();
            values = indexes(fed);
            shape = shape(fed);
            row = new String[values.length];
            java.util.Arrays.fill(row, "");
        }

        int write(FeatureValues vector) {
            for (int column = 0; column < values.length; column++) {
                String text = vector.textAt(values[column]);
                if (text == null) {
                    return values[column];
                }
                row[column] = text;
            }
            return -1;
        }
    }

    private final OrtEnvironment environment;
    private final List<Numbers> numbers = new ArrayList<>();
    private final List<Texts> texts = new ArrayList<>();
    /** By the number of rows. */
    private final @Nullable Map<String, OnnxTensor>[] tensors;

    RowFeed(OrtEnvironment environment, InputBinding binding) throws OrtException {
        this(environment, binding, 1);
    }

    /** @param rows how many it takes at most */
    RowFeed(OrtEnvironment environment, InputBinding binding, int rows) throws OrtException {
        this.environment = environment;
        this.tensors = byRows(rows);
        for (InputBinding.Fed fed : binding.fed()) {
            if (fed.input().text()) {
                texts.add(new Texts(fed));
            } else {
                numbers.add(new Numbers(environment, fed, rows));
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    static @Nullable Map<String, OnnxTensor>[] byRows(int rows) {
        return new @Nullable Map[rows + 1];
    }

    private static int[] indexes(InputBinding.Fed fed) {
        return fed.values().stream().mapToInt(Integer::intValue).toArray();
    }

    private static long[] shape(InputBinding.Fed fed) {
        return fed.input().rank() == 1
                ? new long[] {1}
                : new long[] {1, fed.values().size()};
    }

    /** Takes a row over, alone. */
    @Nullable
    Misfit write(FeatureValues vector) {
        return write(0, vector);
    }

    /**
     * Takes a row over.
     *
     * @return what the model cannot take, without its value's name in front; null when it can take all
     */
    @Nullable
    Misfit write(int row, FeatureValues vector) {
        for (Numbers each : numbers) {
            int wrong = each.write(row, vector);
            if (wrong >= 0) {
                return new Misfit(wrong, each.input, each.type);
            }
        }
        for (Texts each : texts) {
            int wrong = each.write(vector);
            if (wrong >= 0) {
                return new Misfit(wrong, each.input, OnnxJavaType.STRING);
            }
        }
        return null;
    }

    /** A value that an input cannot take. */
    record Misfit(int index, String input, OnnxJavaType type) {}

    /** The tensors of the row, by the model's input; {@link #release} after the run. */
    Map<String, OnnxTensor> tensors() throws OrtException {
        return tensors(1);
    }

    /** Those of the first {@code rows} rows. */
    Map<String, OnnxTensor> tensors(int rows) throws OrtException {
        Map<String, OnnxTensor> made = tensors[rows];
        if (made == null) {
            made = new HashMap<>();
            for (Numbers each : numbers) {
                made.put(each.input, each.tensor.tensor(rows));
            }
            tensors[rows] = made;
        }
        for (Texts each : texts) {
            made.put(each.input, OnnxTensor.createTensor(environment, each.row, each.shape));
        }
        return made;
    }

    /** Gives up the tensors made for one row. */
    void release() {
        Map<String, OnnxTensor> alone = tensors[1];
        for (Texts each : texts) {
            OnnxTensor made = alone == null ? null : alone.remove(each.input);
            if (made != null) {
                made.close();
            }
        }
    }

    @Override
    public void close() {
        release();
        numbers.forEach(each -> each.tensor.close());
    }
}
