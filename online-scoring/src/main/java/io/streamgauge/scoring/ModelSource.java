package io.streamgauge.scoring;

import io.streamgauge.schemas.DeployedModel;

/** Where deployed models come from. Thread-safe. */
@FunctionalInterface
public interface ModelSource {

    /**
     * Fetches and loads a model, checked against the pipeline's vector, its caller's to close.
     *
     * @throws BadModelException when its file cannot be had, is not of its digest, or does not fit
     */
    Model open(DeployedModel model) throws BadModelException;
}
