package io.streamgauge.scoring.gate;

import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.scoring.store.ModelRegistration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be registered, and what is asked of it.
 *
 * @param name name of the model
 * @param version its version
 * @param file the ONNX file
 * @param golden rows that the trainer scored
 * @param tolerance greatest absolute difference of a score to the trainer's
 * @param flipsAllowed rows whose decision or label may be another than the trainer's
 * @param latencyBudget what 99 of 100 single rows may take at most
 * @param maxBytes greatest size of the file
 * @param card what its maker says of it
 */
public record GateRequest(
        String name,
        String version,
        Path file,
        Optional<Path> golden,
        double tolerance,
        int flipsAllowed,
        Optional<Duration> latencyBudget,
        long maxBytes,
        ModelCard card) {

    /** Greatest difference allowed unless told otherwise: what float32 sums of a few hundred trees stay within. */
    public static final double DEFAULT_TOLERANCE = 1e-5;

    /** Greatest size allowed unless told otherwise. */
    public static final long DEFAULT_MAX_BYTES = 100L << 20;

    public GateRequest {
        ModelRegistration.checkWord("name", name);
        ModelRegistration.checkWord("version", version);
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException("the tolerance is " + tolerance + "; allowed: 0 and more");
        }
        if (flipsAllowed < 0) {
            throw new IllegalArgumentException("the flips allowed are " + flipsAllowed + "; allowed: 0 and more");
        }
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the greatest size is " + maxBytes + " bytes; allowed: 1 to " + Integer.MAX_VALUE);
        }
    }
}
