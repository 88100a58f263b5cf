package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accepted revisions of a pipeline's deployments, in order. A record is accepted when it is the next revision, based on the
 * newest accepted one, and keeps the {@link DeploymentRules}; so of two writers that saw the same newest revision the one whose
 * record comes first in the topic wins, and every reader of the topic agrees. Not thread-safe.
 */
public final class DeploymentHistory {

    private final List<ModelDeployment> accepted = new ArrayList<>();
    private Optional<DeployedModel> document = Optional.empty();

    /**
     * Judges the next record of the topic. One of revision 0 is no revision: it tells the model of the document, for as long as
     * nothing is deployed.
     *
     * @return why it is not accepted; empty when it is
     */
    public Optional<String> offer(ModelDeployment next) {
        if (next.getRevision() == 0 && accepted.isEmpty()) {
            document = Optional.of(next.getDocument());
            return Optional.empty();
        }
        if (next.getBasedOn() != newestRevision()) {
            return Optional.of(
                    "it is based on revision " + next.getBasedOn() + ", and the newest is " + newestRevision());
        }
        if (next.getRevision() != next.getBasedOn() + 1) {
            return Optional.of("it calls itself revision " + next.getRevision() + " and is based on revision "
                    + next.getBasedOn());
        }
        Optional<String> problem = DeploymentRules.problem(next);
        if (problem.isEmpty()) {
            accepted.add(next);
        }
        return problem;
    }

    /** Number of the newest revision; 0, the document's model, when nothing was deployed. */
    public long newestRevision() {
        return accepted.size();
    }

    /** What revision 0 is: the document's model of the process that started last before anything was deployed, if one told. */
    public Optional<DeployedModel> document() {
        return document;
    }

    /** The newest revision; empty when nothing was deployed. */
    public Optional<ModelDeployment> newest() {
        return find(newestRevision());
    }

    /** A revision; empty for 0 and for one that is not there. */
    public Optional<ModelDeployment> find(long revision) {
        return revision >= 1 && revision <= accepted.size()
                ? Optional.of(accepted.get((int) revision - 1))
                : Optional.empty();
    }

    /**
     * The revision to go back to from one that cannot be had: what it restored, or else the one before it. So what a rollback
     * went back from is passed over. 0 is the document's model.
     */
    public long before(long revision) {
        Long restored = find(revision).map(ModelDeployment::getRestores).orElse(null);
        return restored == null ? revision - 1 : Math.max(0, Math.min(restored, revision - 1));
    }

    /** All of them, in order. */
    public List<ModelDeployment> all() {
        return List.copyOf(accepted);
    }
}
