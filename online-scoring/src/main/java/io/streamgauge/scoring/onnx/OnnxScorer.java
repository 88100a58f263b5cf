package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.ScoringException;
import io.streamgauge.scoring.calibration.Calibration;
import io.streamgauge.scoring.explain.MarginShares;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One task's way into a shared session: it writes the vector into memory that ONNX Runtime reads, and reads the score
 * from memory that ONNX Runtime wrote (a pinned output), so a score of numbers allocates nothing here. Its reference to the
 * model keeps the session open until the scorer is closed.
 */
final class OnnxScorer implements Scorer {

    /** Models add up in float32, in another order. */
    private static final double REASONS_TOLERANCE = 1e-4;

    private final OnnxModel model;
    private final OrtSession session;
    private final OutputPlan plan;
    private final int values;
    private final RowFeed feed;
    private final RowTensor score;
    private final @Nullable RowTensor wholeLabel;
    private final Map<String, RowTensor> numbers = new HashMap<>();
    /** By the number of rows. */
    private final @Nullable Map<String, OnnxTensor>[] pinned;

    private final int together;
    /** What is to be scored together, and the row of each; -1 where it must be scored alone. */
    private List<FeatureValues> vectors = List.of();

    private final int[] rows;
    /** Of the vector scored last. */
    private int row;

    private final Set<String> texts = new HashSet<>();
    private final Map<String, String[]> read = new HashMap<>();
    private final @Nullable OnnxReasons reasons;
    private final @Nullable Calibration calibration;
    /** What the model itself answered to the vector scored last. */
    private double raw = Double.NaN;

    private @Nullable String refusal;
    private boolean closed;

    /** Takes over one reference to {@code model}, given back by {@link #close}. */
    OnnxScorer(
            OnnxModel model,
            OrtEnvironment environment,
            OrtSession session,
            InputBinding binding,
            OutputPlan plan,
            int values,
            int together,
            @Nullable OnnxReasons reasons,
            @Nullable Calibration calibration)
            throws OrtException {
        this.together = together;
        this.rows = new int[together];
        this.pinned = RowFeed.byRows(together);
        this.calibration = calibration;
        this.reasons = reasons;
        this.model = model;
        this.session = session;
        this.plan = plan;
        this.values = values;
        this.feed = new RowFeed(environment, binding, together);
        for (OnnxPort output : plan.choice().all()) {
            if (output.text()) {
                texts.add(output.name());
            } else {
                long[] shape =
                        plan.shape(output).stream().mapToLong(Long::longValue).toArray();
                RowTensor tensor = new RowTensor(
                        environment,
                        output.type().orElseThrow(),
                        OutputPlan.columns(plan.shape(output)),
                        together,
                        shape);
                numbers.put(output.name(), tensor);
            }
        }
        this.score = Objects.requireNonNull(numbers.get(plan.choice().score().name()));
        this.wholeLabel =
                plan.choice().label().map(label -> numbers.get(label.name())).orElse(null);
    }

    @Override
    public double score(FeatureValues vector) {
        check(vector);
        RowFeed.Misfit misfit = feed.write(vector);
        row = 0;
        raw = Double.NaN;
        if (misfit != null) {
            refusal = refusal(misfit, vector);
            return Double.NaN;
        }
        refusal = null;
        raw = run() ? scored() : Double.NaN;
        return calibrated();
    }

    private void check(FeatureValues vector) {
        if (closed) {
            throw new IllegalStateException("the scorer is closed");
        }
        if (vector.size() != values) {
            throw new IllegalArgumentException(
                    "the vector has " + vector.size() + " values, the model takes " + values);
        }
    }

    private double calibrated() {
        return calibration == null || Double.isNaN(raw) ? raw : calibration.apply(raw);
    }

    @Override
    public int together() {
        return together;
    }

    @Override
    public void scoreTogether(List<FeatureValues> some) {
        // Where the run fails, each shows for itself why.
        if (!runTogether(some)) {
            Arrays.fill(rows, -1);
        }
    }

    /** Whether the run gave answers. A vector that does not fit is left out of it, to be refused alone. */
    boolean runTogether(List<FeatureValues> some) {
        vectors = some;
        int fitting = 0;
        for (int i = 0; i < some.size(); i++) {
            check(some.get(i));
            rows[i] = feed.write(fitting, some.get(i)) == null ? fitting++ : -1;
        }
        try {
            if (fitting > 0) {
                session.run(feed.tensors(fitting), texts, outputs(fitting)).close();
            }
            return true;
        } catch (OrtException e) {
            return false;
        }
    }

    @Override
    public double turnTo(int index) {
        if (rows[index] < 0) {
            return score(vectors.get(index));
        }
        row = rows[index];
        refusal = null;
        raw = scored();
        return calibrated();
    }

    private Map<String, OnnxTensor> outputs(int count) throws OrtException {
        Map<String, OnnxTensor> made = pinned[count];
        if (made == null) {
            made = new HashMap<>();
            for (Map.Entry<String, RowTensor> output : numbers.entrySet()) {
                made.put(output.getKey(), output.getValue().tensor(count));
            }
            pinned[count] = made;
        }
        return made;
    }

    @Override
    public @Nullable Double rawScore() {
        return calibration == null || Double.isNaN(raw) ? null : (Double) raw;
    }

    private String refusal(RowFeed.Misfit misfit, FeatureValues vector) {
        String seen = vector.isMissing(misfit.index())
                ? "is missing"
                : "is " + (vector.textAt(misfit.index()) != null ? "a text" : vector.valueAt(misfit.index()));
        return "input '" + model.nameOf(misfit.index()) + "' " + seen + ", and the model's input '" + misfit.input()
                + "' takes " + takes(misfit.type());
    }

    private static String takes(OnnxJavaType type) {
        return switch (type) {
            case STRING -> "texts";
            case BOOL -> "0 and 1";
            default -> "whole numbers of type " + type.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Whether the model gave an answer; a row that it fails on, unlike a blank one, is refused. */
    private boolean run() {
        // An unclosed result leaks native memory, pinned or not.
        try (OrtSession.Result result = session.run(feed.tensors(), texts, outputs(1))) {
            for (String name : texts) {
                read.put(name, (String[]) flat(result.get(name).orElseThrow().getValue()));
            }
            return true;
        } catch (OrtException e) {
            if (!model.runsBlankRow()) {
                throw new ScoringException("the model failed: " + e.getMessage(), e);
            }
            refusal = "the model fails on this row: " + e.getMessage();
            return false;
        } finally {
            feed.release();
        }
    }

    @Override
    public MarginShares shares(FeatureValues vector) {
        OnnxReasons prepared = prepared();
        return prepared.shares(columns(prepared, vector), column());
    }

    private OnnxReasons prepared() {
        if (reasons == null) {
            throw new IllegalStateException("the model was loaded without reasons");
        }
        return reasons;
    }

    private double[] columns(OnnxReasons prepared, FeatureValues vector) {
        try {
            return prepared.columns(vector, feed);
        } catch (OrtException e) {
            throw new ScoringException(
                    "the part of the model before its trees or weights failed: " + e.getMessage(), e);
        }
    }

    /** Refuses reasons when the margin of a row does not give the model's score of it. */
    void checkReasons(FeatureValues row) throws BadModelException {
        score(row);
        double answered = raw;
        if (refusal != null) {
            throw new BadModelException("the model refuses a row of its background: " + refusal);
        }
        double told = told(row);
        if (Math.abs(told - answered) > REASONS_TOLERANCE * Math.max(1, Math.abs(answered))) {
            throw new BadModelException(
                    "model.reasons: the model answers " + answered + " where its trees or weights add up"
                            + " to an answer of " + told + "; reasons would be of another score");
        }
    }

    private double told(FeatureValues row) throws BadModelException {
        OnnxReasons prepared = prepared();
        try {
            return prepared.answer(columns(prepared, row), column());
        } catch (IllegalStateException e) {
            throw new BadModelException("model.reasons: " + e.getMessage(), e);
        }
    }

    /** The answer's column that was scored last. */
    private int column() {
        if (plan.column() != OutputPlan.GREATEST) {
            return plan.column();
        }
        int greatest = 0;
        for (int column = 1; column < score.columns(); column++) {
            greatest = score.get(row, column) > score.get(row, greatest) ? column : greatest;
        }
        return greatest;
    }

    private static Object flat(Object value) {
        return value instanceof Object[] rows && rows.length == 1 && rows[0] instanceof Object[] row ? row : value;
    }

    private double scored() {
        if (plan.column() != OutputPlan.GREATEST) {
            return score.get(row, plan.column());
        }
        double greatest = score.get(row, 0);
        for (int column = 1; column < score.columns(); column++) {
            greatest = Math.max(greatest, score.get(row, column));
        }
        return greatest;
    }

    @Override
    public @Nullable String label() {
        if (wholeLabel != null) {
            return Long.toString(wholeLabel.getWhole(row, 0));
        }
        return plan.choice().label().map(label -> texts(label)[0]).orElse(null);
    }

    @Override
    public List<String> classes() {
        return plan.allClasses();
    }

    @Override
    public boolean scoreTellsClasses() {
        return plan.twoClasses();
    }

    @Override
    public double[] probabilities(double calibrated) {
        if (plan.twoClasses()) {
            return Scorer.super.probabilities(calibrated);
        }
        double[] probabilities = new double[score.columns()];
        for (int column = 0; column < probabilities.length; column++) {
            probabilities[column] = score.get(row, column);
        }
        return probabilities;
    }

    private String[] texts(OnnxPort output) {
        return Objects.requireNonNull(read.get(output.name()));
    }

    @Override
    public List<ModelOutput> outputs() {
        if (plan.choice().published().isEmpty()) {
            return List.of();
        }
        List<ModelOutput> outputs = new ArrayList<>();
        for (OnnxPort port : plan.choice().published()) {
            outputs.add(new ModelOutput(
                    port.name(),
                    port.text() ? List.of() : values(port),
                    port.text() ? List.of(texts(port)) : List.of(),
                    port.equals(plan.choice().score()) ? plan.classes() : List.of()));
        }
        return outputs;
    }

    private List<Double> values(OnnxPort port) {
        return values(Objects.requireNonNull(numbers.get(port.name())));
    }

    /** All numbers of the answer to the vector scored last. */
    List<Double> numbers() {
        return numbers.values().stream()
                .flatMap(tensor -> values(tensor).stream())
                .toList();
    }

    private List<Double> values(RowTensor tensor) {
        List<Double> values = new ArrayList<>(tensor.columns());
        for (int column = 0; column < tensor.columns(); column++) {
            values.add(tensor.get(row, column));
        }
        return values;
    }

    @Override
    public @Nullable String refusal() {
        return refusal;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            feed.close();
            numbers.values().forEach(RowTensor::close);
            model.release();
        }
    }
}
