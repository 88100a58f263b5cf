package io.streamgauge.app.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.Revisions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    private static ModelDeployment first() throws Exception {
        DeployedModel document = new DeployedModel("cards", "1", "1".repeat(64));
        DeployedModel other = new DeployedModel("cards", "2", "2".repeat(64));
        return new Revisions("cards", new DeploymentHistory(), new Revisions.Signature("ada", "", Instant.EPOCH))
                .deploy(document, List.of(), "champion", other, Optional.empty());
    }

    @Test
    void aRecordThatWasReadBackIsAccepted() throws Exception {
        Verdict verdict = new Verdict(4);
        verdict.next(3, Optional.empty());
        verdict.next(4, Optional.of(first()));
        verdict.requireAccepted("cards");
        assertThat(verdict.history().newestRevision()).isEqualTo(1);
    }

    @Test
    void aRecordThatIsNotThereIsNotKnown() throws Exception {
        Verdict verdict = new Verdict(4);
        verdict.next(3, Optional.of(first()));
        verdict.next(4, Optional.empty());
        assertThatThrownBy(() -> verdict.requireAccepted("cards"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining(
                        "it is not known whether it was accepted; look at 'streamgauge models status cards'");
    }

    @Test
    void aRecordBehindAnothersIsRefused() throws Exception {
        Verdict verdict = new Verdict(4);
        verdict.next(3, Optional.of(first()));
        verdict.next(4, Optional.of(first()));
        assertThatThrownBy(() -> verdict.requireAccepted("cards"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("somebody else has deployed")
                .hasMessageContaining("it is based on revision 0, and the newest is 1");
    }
}
