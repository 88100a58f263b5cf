package io.streamgauge.app.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairingTest {

    private final Differences differences = new Differences();

    private static Prediction prediction(String id, Double score, String decision, Object... features) {
        List<ServedFeature> served = new ArrayList<>();
        for (int i = 0; i < features.length; i += 2) {
            served.add(new ServedFeature(features[i].toString(), value(features[i + 1]), ValueStatus.PRESENT, null));
        }
        return Prediction.newBuilder()
                .setEventId(id)
                .setPipeline("p")
                .setEventTime(Instant.EPOCH)
                .setProcessedAt(Instant.EPOCH)
                .setScore(score)
                .setDecision(decision)
                .setFeatures(served)
                .setModel("m")
                .setModelVersion("1")
                .setModelDigest("")
                .setDefinitionHash("")
                .setSourceTopic("t")
                .setSourcePartition(0)
                .setSourceOffset(0)
                .build();
    }

    private static @Nullable Double value(Object written) {
        return written instanceof Double number ? number : null;
    }

    @Test
    void countsWhatDiffersPerFeature() {
        differences.take(
                prediction("a", 0.4, "accept", "x", 1.0, "y", 0.0, "old", 3.0),
                prediction("a", 0.6, "review", "y", -0.0, "x", 1.0, "new", 4.0));
        differences.take(
                prediction("b", 0.5, "review", "x", 2.0, "y", Double.NaN, "old", "missing"),
                prediction("b", 0.5, "review", "x", 5.5, "y", Double.NaN, "new", "missing"));

        assertThat(differences.features())
                .containsExactly(
                        new Difference("x", 1, 1, 0, 0, 3.5, "b"),
                        new Difference("y", 1, 1, 0, 0, 0, "a"),
                        new Difference("old", 0, 0, 2, 0, 0, ""),
                        new Difference("new", 0, 0, 0, 2, 0, ""));
        assertThat(differences.scores().equal()).isEqualTo(1);
        assertThat(differences.scores().greatest()).isBetween(0.19, 0.21);
        assertThat(differences.decisions()).isEqualTo(Map.of("accept -> review", 1L));
    }

    @Test
    void pairsByEventWhateverTheOrder() {
        Pairing pairing = new Pairing(differences, 1_000);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            before.add(i);
            after.add(i + 10);
        }
        Collections.shuffle(before, new Random(1));
        Collections.shuffle(after, new Random(2));
        for (int i = 0; i < 500; i++) {
            pairing.before(prediction("e" + before.get(i), 0.5, "accept"));
            pairing.after(prediction("e" + after.get(i), 0.5, "accept"));
        }
        assertThat(differences.pairs()).isEqualTo(490);
        assertThat(pairing.waitingBefore()).isEqualTo(10);
        assertThat(pairing.waitingAfter()).isEqualTo(10);
        assertThat(pairing.givenUp()).isZero();
    }

    @Test
    void anEventPredictedTwiceByOneIsLeftOver() {
        Pairing pairing = new Pairing(differences, 1_000);
        pairing.before(prediction("e", 0.5, "accept"));
        pairing.before(prediction("e", 0.5, "accept"));
        pairing.after(prediction("e", 0.5, "accept"));
        assertThat(differences.pairs()).isEqualTo(1);
        assertThat(pairing.waitingBefore()).isEqualTo(1);
    }

    @Test
    void noMoreThanTheBoundWait() {
        Pairing pairing = new Pairing(differences, 10);
        for (int i = 0; i < 100; i++) {
            pairing.before(prediction("e" + i, 0.5, "accept"));
        }
        assertThat(pairing.waitingBefore()).isEqualTo(10);
        assertThat(pairing.givenUp()).isEqualTo(90);
        pairing.after(prediction("e99", 0.5, "accept"));
        pairing.after(prediction("e0", 0.5, "accept"));
        assertThat(differences.pairs()).as("the newest are held").isEqualTo(1);
        assertThat(pairing.waitingAfter()).isEqualTo(1);
    }
}
