package io.streamgauge.app.rollout;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the control topic says of one of its records, once all of them were told. Not thread-safe. */
final class Verdict {

    private final DeploymentHistory history = new DeploymentHistory();
    private final long offset;
    private boolean seen;
    private @Nullable String refused;

    /** @param offset of the record; -1 for none */
    Verdict(long offset) {
        this.offset = offset;
    }

    /** The next record of the topic; empty when it is no deployment. */
    void next(long at, Optional<ModelDeployment> deployment) {
        if (deployment.isEmpty()) {
            return;
        }
        Optional<String> why = history.offer(deployment.get());
        if (at == offset) {
            seen = true;
            refused = why.orElse(null);
        }
    }

    DeploymentHistory history() {
        return history;
    }

    /** @throws CommandFailedException when the record is not accepted, or is not in the topic */
    void requireAccepted(String pipeline) {
        if (!seen) {
            throw new CommandFailedException("the deployment was sent to offset " + offset
                    + ", and is not there: it is not known whether it was accepted; " + Deployments.look(pipeline));
        }
        if (refused != null) {
            throw new CommandFailedException("somebody else has deployed in pipeline " + pipeline
                    + " at the same moment: " + refused + "; " + Deployments.look(pipeline) + ", then try again");
        }
    }
}
