package io.streamgauge.scoring;

/** A loaded model: shared by the process, scored through one {@link Scorer} per task. Thread-safe. */
public interface Model extends AutoCloseable {

    /** SHA-256 of the model file's bytes, lower-case hex. */
    String digest();

    /**
     * A scorer for one task. It keeps the model loaded until it is closed, also when the model is closed before.
     *
     * @throws IllegalStateException when the model is closed
     */
    Scorer newScorer();

    /** Gives up the model: it is unloaded once the last of its scorers is closed. A second call does nothing. */
    @Override
    void close();
}
