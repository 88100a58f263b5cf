package io.streamgauge.scoring;

import io.streamgauge.scoring.rollout.RecordedRevisions;
import java.util.Optional;

/** The deployments of a pipeline as its tasks see them. Thread-safe. */
public interface Rollout {

    /** The newest revision whose models are loaded. Asked for every event, so it only looks. */
    ReadyDeployment newest();

    /**
     * The revision that a task had come to when it last committed, newer than {@link #newest}; or, where that cannot be loaded
     * here, the last before it that can. Loads what is needed, and may wait.
     */
    Resumed resume(long revision);

    /** Which revision each event is to be scored under, where events are scored again; empty where tasks take the newest. */
    default Optional<RecordedRevisions> recorded() {
        return Optional.empty();
    }

    /** This one, whose tasks take the revisions that are recorded, and no others. */
    default Rollout replaying(RecordedRevisions recorded) {
        Rollout live = this;
        return new Rollout() {
            @Override
            public ReadyDeployment newest() {
                return live.newest();
            }

            @Override
            public Resumed resume(long revision) {
                return live.resume(revision);
            }

            @Override
            public Optional<RecordedRevisions> recorded() {
                return Optional.of(recorded);
            }
        };
    }

    /**
     * What a task goes on with.
     *
     * @param deployment the revision, the caller's to close
     * @param reason why it is an older one than asked for; empty when it is not
     */
    record Resumed(ReadyDeployment deployment, Optional<String> reason) {}

    /** One model that nothing replaces. */
    static Rollout fixed(EventScoring scoring) {
        ReadyDeployment only = ReadyDeployment.ofDocument(scoring);
        return new Rollout() {
            @Override
            public ReadyDeployment newest() {
                return only;
            }

            @Override
            public Resumed resume(long revision) {
                return new Resumed(only, Optional.of("deployments are not followed"));
            }
        };
    }
}
