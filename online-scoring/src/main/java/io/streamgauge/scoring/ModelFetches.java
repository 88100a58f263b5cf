package io.streamgauge.scoring;

import io.streamgauge.schemas.DeployedModel;
import java.util.HashMap;
import java.util.Map;

/** One search for a revision that can be loaded: a model that could not be had for one is not fetched again for another. */
final class ModelFetches {

    private final LoadedModels models;
    private final Map<String, Throwable> failedByDigest = new HashMap<>();

    ModelFetches(LoadedModels models) {
        this.models = models;
    }

    /**
     * Holds a model.
     *
     * @throws BadModelException when it cannot be had now, or could not before; also for an error that is the fault of one
     *     model, such as one that is too large for the heap or lacks a native part
     */
    LoadedModels.Hold hold(DeployedModel wanted) throws BadModelException {
        Throwable before = failedByDigest.get(wanted.getDigest());
        if (before != null) {
            throw bad(before);
        }
        try {
            return models.hold(wanted);
        } catch (BadModelException | RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            failedByDigest.put(wanted.getDigest(), e);
            throw bad(e);
        }
    }

    private static BadModelException bad(Throwable cause) {
        String message = cause.getMessage();
        return new BadModelException(message == null || cause instanceof Error ? cause.toString() : message, cause);
    }
}
