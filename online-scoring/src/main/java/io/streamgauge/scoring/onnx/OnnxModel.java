package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.ScoringException;
import io.streamgauge.scoring.calibration.Calibration;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model and its session. Closing a session while a run is in flight kills the JVM, so references are counted:
 * the owner holds one until {@link #close}, every scorer holds one until it is closed, and the last to go closes the
 * session.
 *
 * <p>One thread runs a row from end to end: rows are small, and ONNX Runtime's own threads would spin between them.
 */
public final class OnnxModel implements Model {

    /** Model metadata property with the names of the inputs, in order, as a JSON list. */
    public static final String INPUTS_PROPERTY = "streamgauge.inputs";

    /** Model metadata property with the classes of the score's columns, in order, as a JSON list. */
    public static final String CLASSES_PROPERTY = "streamgauge.classes";

    /** Model metadata property with the rows that reasons are told against, as {@link BackgroundRows} has them. */
    public static final String BACKGROUND_PROPERTY = "streamgauge.background";

    /** Model metadata property with the calibration of its scores, as {@link CalibrationProperty} has it. */
    public static final String CALIBRATION_PROPERTY = "streamgauge.calibration";

    /** A run of more rows is little cheaper by the row: 1.3 µs of 32, and 1.3 µs of 64, of the fraud example's model. */
    private static final int TOGETHER = 32;

    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final ModelContract contract;
    private final InputBinding binding;
    private final OutputPlan outputs;
    private final String digest;
    private final Optional<String> note;
    private final @Nullable OnnxReasons reasons;
    private final @Nullable Calibration calibration;
    /** How many rows one run may score. */
    private int together;

    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxModel(byte[] bytes, ModelContract contract) throws OrtException, BadModelException {
        this.contract = contract;
        environment = environment();
        digest = sha256(bytes);
        options = options();
        OrtSession opened = null;
        try {
            opened = opened(bytes);
            session = opened;
            Optional<String> unchecked = InputNames.check(property(INPUTS_PROPERTY), contract.names());
            List<OnnxPort> inputs = OnnxPort.of(session.getInputInfo().values());
            binding = InputBinding.of(inputs, contract);
            note = binding.byOrder()
                    ? Optional.of(
                            "no input of the model is named like a value of the pipeline; they take the vector in order")
                    : unchecked.filter(text -> inputs.size() == 1);
            OutputChoice choice =
                    OutputChoice.of(OnnxPort.of(session.getOutputInfo().values()), contract);
            Map<String, List<Long>> shapes = blankRun(choice.all());
            outputs = OutputPlan.of(
                    choice, shapes, classes(bytes, shapes.get(choice.score().name())), contract.column());
            calibration = CalibrationProperty.parse(property(CALIBRATION_PROPERTY));
            together = fitsTogether() && RowByRow.holds(bytes) ? TOGETHER : 1;
            reasons = contract.reasons() ? reasons(bytes, choice.score().name()) : null;
        } catch (OrtException | BadModelException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            options.close();
            throw e;
        }
    }

    private OnnxReasons reasons(byte[] bytes, String score) throws OrtException, BadModelException {
        return OnnxReasons.of(
                bytes,
                environment,
                options,
                binding,
                score,
                OutputPlan.columns(outputs.shape(outputs.choice().score())),
                contract.vector().size(),
                background());
    }

    private List<FeatureValues> background() throws OrtException, BadModelException {
        return BackgroundRows.parse(property(BACKGROUND_PROPERTY), contract);
    }

    /** Refuses reasons that are not those of the scores: what the margins say must be what the model says. */
    private void checkReasons() throws OrtException, BadModelException {
        if (reasons == null) {
            return;
        }
        try (OnnxScorer scorer = newScorer()) {
            for (FeatureValues row : background()) {
                scorer.checkReasons(row);
            }
            scorer.checkReasons(blank());
        }
    }

    /** Whether inputs and outputs are numbers, a row for each row that is given. */
    private boolean fitsTogether() {
        return binding.fed().stream()
                        .allMatch(fed ->
                                !fed.input().text() && fed.input().shape().get(0) == -1)
                && outputs.choice().all().stream()
                        .allMatch(output -> !output.text()
                                && !outputs.shape(output).isEmpty()
                                && outputs.shape(output).get(0) == 1);
    }

    /** Rows are scored one by one where together they would get other answers, or where that is not known in time. */
    private void checkTogether() {
        if (together > 1 && !sameTogether(TogetherCheck.LIMIT)) {
            together = 1;
        }
    }

    boolean sameTogether(Duration limit) {
        try (OnnxScorer scorer = newScorer()) {
            return new TogetherCheck(scorer, binding, contract.vector().size(), limit).holds();
        }
    }

    /** Zeros and empty texts. */
    private FeatureValues blank() {
        FeatureValues blank = new FeatureValues(contract.vector().size());
        for (int i = 0; i < blank.size(); i++) {
            if (contract.vector().get(i).text()) {
                blank.set(i, "");
            } else {
                blank.set(i, 0);
            }
        }
        return blank;
    }

    private OrtSession opened(byte[] bytes) throws OrtException, BadModelException {
        OrtSession session = environment.createSession(bytes, options);
        try {
            boolean tensors = OnnxPort.of(session.getOutputInfo().values()).stream()
                    .allMatch(output -> output.type().isPresent());
            Optional<byte[]> stripped = tensors ? Optional.empty() : OnnxGraphs.withoutZipMaps(bytes);
            if (stripped.isEmpty()) {
                return session;
            }
            session.close();
            return environment.createSession(stripped.get(), options);
        } catch (InvalidProtocolBufferException e) {
            session.close();
            throw new BadModelException("the model cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable String property(String name) throws OrtException {
        return session.getMetadata().getCustomMetadataValue(name).orElse(null);
    }

    /** The classes of a score of several columns. */
    private List<String> classes(byte[] bytes, @Nullable List<Long> shape) throws OrtException, BadModelException {
        if (shape == null || OutputPlan.columns(shape) == 1) {
            return List.of();
        }
        String declared = property(CLASSES_PROPERTY);
        try {
            return declared == null ? OnnxGraphs.classes(bytes) : InputNames.parse(CLASSES_PROPERTY, declared);
        } catch (InvalidProtocolBufferException e) {
            throw new BadModelException("the model cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Loads a model of one input that takes numbers, missing ones as NaN, and leaves no doubt about its score.
     *
     * @param file the model; all of it, since the digest is of this file: weights beside it are not read
     * @param inputs names of the vector's values, in order
     */
    public static OnnxModel load(Path file, List<String> inputs) throws BadModelException {
        return load(file, ModelContract.ofNumbers(inputs));
    }

    /**
     * Loads a model and checks that it takes the pipeline's vector: number, kinds, and names in order where the model
     * declares them in {@value #INPUTS_PROPERTY}. One row of zeros and empty texts is run, so a model that cannot run is
     * refused here.
     *
     * @param file the model; all of it, since the digest is of this file: weights beside it are not read
     * @param contract what it is given, and what is wanted of it
     */
    public static OnnxModel load(Path file, ModelContract contract) throws BadModelException {
        try {
            return checked(new OnnxModel(Files.readAllBytes(file), contract));
        } catch (NoSuchFileException e) {
            throw new BadModelException("there is no model file " + file, e);
        } catch (IOException e) {
            throw new BadModelException("cannot read the model file " + file + ": " + e, e);
        } catch (OrtException e) {
            throw new BadModelException("ONNX Runtime cannot load " + file + ": " + e.getMessage(), e);
        } catch (BadModelException e) {
            throw new BadModelException(file + ": " + e.getMessage(), e);
        }
    }

    private static OnnxModel checked(OnnxModel model) throws OrtException, BadModelException {
        try {
            model.checkTogether();
            model.checkReasons();
            return model;
        } catch (OrtException | BadModelException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public String digest() {
        return digest;
    }

    /** What could not be checked when the model was loaded, to be told to the user once. */
    public Optional<String> note() {
        return note;
    }

    @Override
    public OnnxScorer newScorer() {
        acquire();
        try {
            return new OnnxScorer(
                    this,
                    environment,
                    session,
                    binding,
                    outputs,
                    contract.vector().size(),
                    together,
                    reasons,
                    calibration);
        } catch (OrtException e) {
            release();
            throw new ScoringException("cannot allocate the model's tensors: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            release();
        }
    }

    /** Whether the session is closed, which it is once nothing refers to it. */
    boolean unloaded() {
        return references.get() == 0;
    }

    private void acquire() {
        if (references.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            throw new IllegalStateException("the model is closed");
        }
    }

    void release() {
        if (references.decrementAndGet() > 0) {
            return;
        }
        try {
            session.close();
            if (reasons != null) {
                reasons.close();
            }
        } catch (OrtException e) {
            throw new ScoringException("cannot close the session: " + e.getMessage(), e);
        } finally {
            // The options must outlive the session.
            options.close();
        }
    }

    /** Name of a value of the vector. */
    String nameOf(int index) {
        return contract.vector().get(index).name();
    }

    /** Whether the model runs at all, which tells a bad row from a bad model. */
    boolean runsBlankRow() {
        try {
            blankRun(outputs.choice().all());
            return true;
        } catch (OrtException e) {
            return false;
        }
    }

    /** The outputs' true shapes: a model may leave them open, and pinning needs them. */
    private Map<String, List<Long>> blankRun(List<OnnxPort> wanted) throws OrtException {
        Map<String, List<Long>> shapes = new HashMap<>();
        Set<String> names = wanted.stream().map(OnnxPort::name).collect(Collectors.toSet());
        try (RowFeed zeros = new RowFeed(environment, binding);
                OrtSession.Result result = session.run(zeros.tensors(), names)) {
            for (OnnxPort output : wanted) {
                OnnxTensor tensor = (OnnxTensor) result.get(output.name()).orElseThrow();
                shapes.put(
                        output.name(),
                        Arrays.stream(tensor.getInfo().getShape()).boxed().toList());
            }
        }
        return shapes;
    }

    private static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "streamgauge");
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // Errors come as exceptions; a row that fails is told of in its prediction.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        return options;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
