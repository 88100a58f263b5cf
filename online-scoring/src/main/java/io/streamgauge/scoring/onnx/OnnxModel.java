package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.ScoringException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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

    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final OnnxSignature signature;
    private final OnnxShape shape;
    private final String digest;
    private final Optional<String> note;
    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxModel(byte[] bytes, List<String> inputs) throws OrtException, BadModelException {
        environment = environment();
        digest = sha256(bytes);
        options = options();
        OrtSession opened = null;
        try {
            opened = environment.createSession(bytes, options);
            session = opened;
            note = InputNames.check(
                    session.getMetadata()
                            .getCustomMetadataValue(INPUTS_PROPERTY)
                            .orElse(null),
                    inputs);
            signature = OnnxSignature.of(session, inputs.size());
            shape = trialRun(inputs.size());
        } catch (OrtException | BadModelException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            options.close();
            throw e;
        }
    }

    /**
     * Loads a model and checks that it takes the pipeline's vector: number, and names in order where the model declares
     * them in {@value #INPUTS_PROPERTY}. One row of zeros is run, so a model that cannot run is refused here.
     *
     * @param file the model; all of it, since the digest is of this file: weights beside it are not read
     * @param inputs names of the vector's values, in order
     */
    public static OnnxModel load(Path file, List<String> inputs) throws BadModelException {
        try {
            return new OnnxModel(Files.readAllBytes(file), inputs);
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

    @Override
    public String digest() {
        return digest;
    }

    /** What could not be checked when the model was loaded, to be told to the user once. */
    public Optional<String> note() {
        return note;
    }

    @Override
    public Scorer newScorer() {
        acquire();
        try {
            return new OnnxScorer(this, environment, session, signature, shape);
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
        } catch (OrtException e) {
            throw new ScoringException("cannot close the session: " + e.getMessage(), e);
        } finally {
            // The options must outlive the session.
            options.close();
        }
    }

    /** The output's true shape: a model may leave it open, and pinning needs it. */
    private OnnxShape trialRun(int inputs) throws OrtException, BadModelException {
        try (RowTensor zeros = new RowTensor(environment, signature.inputType(), inputs, 1, inputs);
                OrtSession.Result result =
                        session.run(Map.of(signature.input(), zeros.tensor()), Set.of(signature.output()))) {
            long[] seen = ((OnnxTensor) result.get(0)).getInfo().getShape();
            if (seen[0] != 1) {
                throw new BadModelException("output '" + signature.output() + "' has " + seen[0]
                        + " rows for one row of input; expected 1");
            }
            return new OnnxShape(inputs, seen.length == 1 ? 1 : (int) seen[1], seen.length == 1);
        }
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
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
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
