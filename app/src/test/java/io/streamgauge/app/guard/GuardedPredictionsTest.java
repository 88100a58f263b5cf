package io.streamgauge.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.live.TestingRecords;
import io.streamgauge.schemas.BucketRange;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.schemas.wire.TrustedPackages;
import io.streamgauge.scoring.rollout.GuardText;
import io.streamgauge.scoring.rollout.GuardedVariant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedPredictionsTest {

    static {
        TrustedPackages.addThatOf(Prediction.class); // a copy is made by Avro
    }

    @Test
    void aCandidateIsPutBesideTheChampionOfTheSameStretch() throws Exception {
        DeployedVariant canary = new DeployedVariant(
                "canary",
                VariantRole.CANDIDATE,
                new DeployedModel("fraud", "2", "d2"),
                false,
                List.of(new BucketRange(0, 10)),
                List.of(GuardText.parse("shift < 0.5", 4, 0, 1)));
        GuardedPredictions guarded = new GuardedPredictions(List.of(new GuardedVariant(7, 5, 0, canary, "d1")));
        assertThat(guarded.add(of("canary", "d2", 4, 0.9)))
                .as("before it is judged")
                .isFalse();
        assertThat(guarded.add(of("canary", "d3", 6, 0.9))).as("another model").isFalse();
        assertThat(guarded.add(of("champion", "d0", 6, 0.9)))
                .as("another champion")
                .isFalse();
        for (int i = 0; i < 9; i++) {
            assertThat(guarded.add(of("champion", "d1", 6, 0.1))).isFalse();
        }
        assertThat(guarded.add(of("canary", "d2", 6, 0.2))).isTrue();
        assertThat(guarded.add(of("canary", "d2", 7, 0.2))).isTrue();
        guarded.add(of("champion", "d1", 6, 0.3));
        guarded.add(of("canary", "d2", 8, 0.2));
        GuardReading shift = guarded.readings().get(0);
        assertThat(shift.events()).isEqualTo(3);
        assertThat(shift.compared()).as("four, none, one").isEqualTo(5);
        assertThat(shift.seen()).as("four fifths are below").isEqualTo(0.8);
        assertThat(guarded.readings(false)).as("not full").isEmpty();
        guarded.add(of("canary", "d2", 8, 0.2));
        assertThat(guarded.readings(false)).hasSize(1);
    }

    private static Prediction of(String variant, String digest, long revision, double score) {
        return Prediction.newBuilder(TestingRecords.prediction("e", TestingRecords.START, score, null))
                .setVariant(variant)
                .setModelDigest(digest)
                .setRevision(revision)
                .build();
    }
}
