package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.explain.Attribution;
import io.streamgauge.scoring.explain.Columns;
import io.streamgauge.scoring.explain.MarginShares;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what part each value of the vector has in a score. The columns that the trees or weights are given come from ONNX
 * Runtime itself, which runs the part of the model before them in a session of its own, so that they are what the model saw,
 * to the bit; where the model's input is given to them as it is, there is no such part. Shared by the model's scorers;
 * thread-safe.
 */
final class OnnxReasons implements AutoCloseable {

    private final Margins.Link link;
    private final double shift;
    private final int values;
    private final String tensor;
    private final int[] sources;
    /** The input's numbers are floats, and are rounded to such; of a model whose input is given as it is. */
    private final boolean floats;

    private final @Nullable OrtSession before;
    private final List<Attribution> attributions = new ArrayList<>();

    private OnnxReasons(MarginSource source, int values, int[] sources, boolean floats, @Nullable OrtSession before) {
        this.link = source.margins().link();
        this.shift = source.margins().shift();
        this.tensor = source.tensor();
        this.values = values;
        this.sources = sources;
        this.floats = floats;
        this.before = before;
    }

    /**
     * Prepares reasons.
     *
     * @param bytes the model
     * @param score name of the output that holds the score
     * @param answers how many columns it has
     * @param values how many values the vector has
     * @param background rows of vectors; may be none
     * @throws BadModelException when the score is not one that can be shared out
     */
    static OnnxReasons of(
            byte[] bytes,
            OrtEnvironment environment,
            OrtSession.SessionOptions options,
            InputBinding binding,
            String score,
            int answers,
            int values,
            List<FeatureValues> background)
            throws BadModelException, OrtException {
        OnnxGraph graph = new OnnxGraph(parsed(bytes));
        MarginSource source = MarginSource.of(graph, score, new LeafAnswers(environment, options));
        if (source.margins().columns().size() != answers) {
            throw new BadModelException("model.reasons: the score has " + answers + " columns, and "
                    + source.margins().columns().size() + " are added up");
        }
        Map<String, List<Integer>> fed = new HashMap<>();
        binding.fed().forEach(one -> fed.put(one.input().name(), one.values()));
        int[] sources = new ColumnSources(graph, fed)
                .of(source.tensor()).stream().mapToInt(Integer::intValue).toArray();
        boolean direct = graph.isInput(source.tensor());
        boolean floats = direct
                && binding.fed().stream()
                        .anyMatch(one -> one.input().name().equals(source.tensor())
                                && one.input().is(ai.onnxruntime.OnnxJavaType.FLOAT));
        OnnxReasons reasons = new OnnxReasons(
                source,
                values,
                sources,
                floats,
                direct ? null : environment.createSession(graph.cutAt(source.tensor()), options));
        try (RowFeed feed = new RowFeed(environment, binding)) {
            reasons.attribute(source.margins(), feed, background);
            return reasons;
        } catch (IllegalStateException e) {
            reasons.close();
            throw new BadModelException("model.reasons: " + e.getMessage(), e);
        } catch (OrtException | BadModelException | RuntimeException e) {
            reasons.close();
            throw e;
        }
    }

    private static ModelProto parsed(byte[] bytes) throws BadModelException {
        try {
            return ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new BadModelException("the model cannot be read: " + e.getMessage(), e);
        }
    }

    private void attribute(Margins margins, RowFeed feed, List<FeatureValues> background)
            throws OrtException, BadModelException {
        double[][] rows = new double[background.size()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = columns(background.get(row), feed);
        }
        Columns columns = new Columns(sources, values);
        for (Margins.Margin margin : margins.columns()) {
            attributions.add(attribution(margin, columns, rows));
        }
    }

    private static Attribution attribution(Margins.Margin margin, Columns columns, double[][] background)
            throws BadModelException {
        try {
            return margin.attribution(columns, background);
        } catch (IllegalArgumentException e) {
            throw new BadModelException("model.reasons: " + e.getMessage(), e);
        }
    }

    /** What the trees or weights are given for a vector; {@code feed} is written over. */
    double[] columns(FeatureValues vector, RowFeed feed) throws OrtException {
        double[] columns = new double[sources.length];
        if (before == null) {
            for (int i = 0; i < columns.length; i++) {
                double value = vector.isMissing(sources[i]) ? Double.NaN : vector.valueAt(sources[i]);
                columns[i] = floats ? (float) value : value;
            }
            return columns;
        }
        if (feed.write(vector) != null) {
            throw new IllegalStateException("the model cannot take a row of its background, or one that it has scored");
        }
        try (OrtSession.Result result = before.run(feed.tensors(), Set.of(tensor))) {
            read((OnnxTensor) result.get(0), columns);
            return columns;
        } finally {
            feed.release();
        }
    }

    private void read(OnnxTensor made, double[] columns) {
        FloatBuffer floats = made.getFloatBuffer();
        DoubleBuffer doubles = floats == null ? made.getDoubleBuffer() : null;
        int size = floats != null ? floats.remaining() : doubles != null ? doubles.remaining() : -1;
        if (size != columns.length) {
            throw new IllegalStateException("'" + tensor + "' has " + (size < 0 ? "no numbers" : size + " columns")
                    + "; " + columns.length + " were expected");
        }
        for (int i = 0; i < size; i++) {
            columns[i] = floats != null ? floats.get(i) : doubles != null ? doubles.get(i) : Double.NaN;
        }
    }

    /** Shares of the vector's values in the margin behind a column of the answer. */
    MarginShares shares(double[] columns, int answer) {
        return MarginShares.of(attributions.get(answer), columns, values);
    }

    /** What the margins say that the model answers in a column. */
    double answer(double[] columns, int answer) {
        return shift
                + link.answer(
                        attributions.stream()
                                .mapToDouble(attribution -> attribution.margin(columns))
                                .toArray(),
                        answer);
    }

    @Override
    public void close() throws OrtException {
        if (before != null) {
            before.close();
        }
    }
}
