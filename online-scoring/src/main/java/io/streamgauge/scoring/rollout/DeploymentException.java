package io.streamgauge.scoring.rollout;

/** A change of deployments that cannot be made; the message says what there is and what is allowed. */
public final class DeploymentException extends Exception {

    private static final long serialVersionUID = 1L;

    public DeploymentException(String message) {
        super(message);
    }
}
