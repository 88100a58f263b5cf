package io.streamgauge.scoring.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardBreach;
import io.streamgauge.schemas.ModelDeployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RevisionsTest {

    private static final DeployedModel DOCUMENT = model(0);
    private static final List<String> CARD = List.of("card");
    private final DeploymentHistory history = new DeploymentHistory();

    @Test
    void aCanaryIsPromotedAndRolledBack() throws Exception {
        ModelDeployment canary = accept(revisions().deploy(DOCUMENT, CARD, "canary", model(1), Optional.of(50_000)));
        assertThat(canary.getSalt()).isEqualTo("cards/1");
        assertThat(canary.getEntity()).isEqualTo(CARD);
        assertThat(models(canary)).containsExactly("champion v0", "canary v1");
        assertThat(models(accept(revisions().promote("canary")))).containsExactly("champion v1");
        ModelDeployment back = accept(revisions().rollback(Optional.empty()));
        assertThat(models(back)).containsExactly("champion v0", "canary v1");
        assertThat(back.getVariants()).isEqualTo(canary.getVariants());
        assertThat(back.getSalt()).as("the same entities").isEqualTo(canary.getSalt());
        assertThat(back.getRestores()).isEqualTo(1);
        ModelDeployment further = accept(revisions().rollback(Optional.empty()));
        assertThat(models(further)).containsExactly("champion v0");
        assertThat(further.getRestores()).isZero();
        assertThatThrownBy(() -> revisions().rollback(Optional.empty()))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("back at the model of its document already");
        assertThat(models(accept(revisions().rollback(Optional.of(2L))))).containsExactly("champion v1");
        assertThat(history.newestRevision()).isEqualTo(5);
    }

    @Test
    void aShareIsRaisedWithoutMovingOtherEntities() throws Exception {
        accept(revisions().deploy(DOCUMENT, CARD, "a", model(1), Optional.of(100_000)));
        accept(revisions().deploy(DOCUMENT, CARD, "b", model(2), Optional.of(200_000)));
        TrafficSplit before = TrafficSplit.of(history.newest().orElseThrow());
        ModelDeployment raised = accept(revisions().deploy(DOCUMENT, CARD, "a", model(1), Optional.of(300_000)));
        TrafficSplit after = TrafficSplit.of(raised);
        int moved = 0;
        for (int entity = 0; entity < 10_000; entity++) {
            String was = before.variantOf("e" + entity);
            String is = after.variantOf("e" + entity);
            if (!was.equals(is)) {
                assertThat(was + " to " + is).isEqualTo("champion to a");
                moved++;
            }
        }
        assertThat(moved).as("a fifth").isBetween(1_800, 2_200);
        assertThatThrownBy(() -> revisions().deploy(DOCUMENT, CARD, "b", model(2), Optional.of(700_001)))
                .hasMessage("'b' cannot have 70.0001%: the other candidates leave 70%");
        assertThatThrownBy(() -> revisions().deploy(DOCUMENT, List.of("shop"), "b", model(2), Optional.empty()))
                .hasMessageContaining("parts the events by [card], not by [shop]");
    }

    @Test
    void aVariantRestsAndGoesOnWithItsEntities() throws Exception {
        ModelDeployment canary = accept(revisions().deploy(DOCUMENT, CARD, "canary", model(1), Optional.of(500_000)));
        TrafficSplit rests = TrafficSplit.of(accept(revisions().pause("canary", true)));
        assertThat(rests.none()).isTrue();
        assertThat(rests.variantOf("x")).isEqualTo("champion");
        assertThatThrownBy(() -> revisions().pause("canary", true)).hasMessageContaining("is paused already");
        assertThat(accept(revisions().pause("canary", false)).getVariants()).isEqualTo(canary.getVariants());
        assertThat(models(accept(revisions().withdraw("canary")))).containsExactly("champion v0");
    }

    @Test
    void theNextExperimentDrawsAnew() throws Exception {
        accept(revisions().deploy(DOCUMENT, CARD, "canary", model(1), Optional.of(50_000)));
        accept(revisions().promote("canary"));
        accept(revisions().deploy(DOCUMENT, List.of(), "shadow-next", model(2), Optional.empty()));
        ModelDeployment next = accept(revisions().deploy(DOCUMENT, CARD, "canary", model(2), Optional.of(50_000)));
        assertThat(next.getSalt()).isEqualTo("cards/4");
        assertThat(models(next)).containsExactly("champion v1", "shadow-next v2", "canary v2");
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        assertThatThrownBy(() -> revisions().promote("canary")).hasMessageContaining("nothing is deployed");
        assertThatThrownBy(() -> revisions().deploy(DOCUMENT, CARD, "canary", model(1), Optional.empty()))
                .hasMessageContaining("a candidate needs a share");
        assertThatThrownBy(() -> revisions().deploy(DOCUMENT, CARD, "shadow", model(1), Optional.of(1)))
                .hasMessageContaining("a shadow scores all events");
        assertThatThrownBy(() -> revisions().deploy(DOCUMENT, CARD, "Canary!", model(1), Optional.of(1)))
                .hasMessageContaining("'Canary!' cannot name a variant");
        accept(revisions().deploy(DOCUMENT, CARD, "champion", model(1), Optional.empty()));
        assertThatThrownBy(() -> revisions().promote("canary"))
                .hasMessage("pipeline cards has no variant 'canary'; there is champion");
        assertThatThrownBy(() -> revisions().pause("champion", true)).hasMessageContaining("cannot pause the champion");
        assertThatThrownBy(() -> revisions().rollback(Optional.of(1L))).hasMessageContaining("allowed: 0 to 0");
    }

    @Test
    void aRollbackGoesToTheModelsBeforeAndLeavesPausesAlone() throws Exception {
        accept(revisions().deploy(DOCUMENT, CARD, "canary", model(1), Optional.of(50_000)));
        accept(revisions().pause("canary", true));
        ModelDeployment back = accept(revisions().rollback(Optional.empty()));
        assertThat(models(back)).as("not the canary that goes on again").containsExactly("champion v0");
        assertThat(back.getRestores()).isZero();

        accept(revisions().deploy(DOCUMENT, CARD, "b", model(2), Optional.of(50_000)));
        accept(revisions().deploy(DOCUMENT, CARD, "shadow", model(3), Optional.empty()));
        accept(revisions().pause("b", true));
        ModelDeployment withoutShadow = accept(revisions().rollback(Optional.empty()));
        assertThat(models(withoutShadow)).containsExactly("champion v0", "b v2");
        assertThat(withoutShadow.getVariants().get(1).getPaused())
                .as("it rests on")
                .isTrue();
        assertThat(accept(revisions().rollback(Optional.of(4L)))
                        .getVariants()
                        .get(1)
                        .getPaused())
                .as("as it was, where it is said")
                .isFalse();
    }

    @Test
    void aGuardEndsACandidateAndNoRollbackBringsItsModelBack() throws Exception {
        List<Guard> guards = List.of(GuardText.parse("errors < 1%", 100, 0, 10));
        accept(revisions().deploy(DOCUMENT, CARD, "champion", model(1), Optional.empty()));
        accept(revisions().deploy(DOCUMENT, CARD, "canary", model(2), Optional.of(50_000), Optional.of(guards)));
        ModelDeployment raised = accept(revisions().deploy(DOCUMENT, CARD, "canary", model(2), Optional.of(90_000)));
        assertThat(raised.getVariants().get(1).getGuards()).as("kept").isEqualTo(guards);
        assertThat(GuardedVariant.of(history)).singleElement().satisfies(guarded -> {
            assertThat(guarded.since())
                    .as("raising its share begins no new judgement")
                    .isEqualTo(2);
            assertThat(guarded.revision()).isEqualTo(3);
            assertThat(guarded.share(raised)).isEqualTo(0.09);
        });
        accept(revisions().deploy(DOCUMENT, CARD, "shadow", model(3), Optional.empty()));
        GuardBreach breach = breach("canary", 2, guards.get(0));
        ModelDeployment ended = accept(revisions().takeBack(breach));
        assertThat(ended.getAction()).isEqualTo("withdraw");
        assertThat(ended.getBreach()).isEqualTo(breach);
        assertThat(models(ended)).as("the shadow goes on").containsExactly("champion v1", "shadow v3");
        assertThat(GuardedVariant.of(history)).isEmpty();
        assertThatThrownBy(() -> revisions().takeBack(breach)).hasMessageContaining("has variant 'canary' no more");
        assertThat(models(accept(revisions().rollback(Optional.empty())))).containsExactly("champion v1");
    }

    @Test
    void aGuardBringsBackTheLastGoodChampionUnguarded() throws Exception {
        List<Guard> guards = List.of(GuardText.parse("latency p99 < 5ms", 100, 0, 10));
        accept(revisions().deploy(DOCUMENT, CARD, "champion", model(1), Optional.empty(), Optional.of(guards)));
        accept(revisions().deploy(DOCUMENT, CARD, "canary", model(2), Optional.of(50_000), Optional.of(guards)));
        accept(revisions().deploy(DOCUMENT, CARD, "shadow", model(3), Optional.empty()));
        ModelDeployment promoted = accept(revisions().promote("canary"));
        assertThat(promoted.getVariants().get(0).getGuards()).isEqualTo(guards);
        assertThat(GuardedVariant.of(history)).extracting(GuardedVariant::since).containsExactly(4L);
        ModelDeployment back = accept(revisions().takeBack(breach("champion", 2, guards.get(0))));
        assertThat(back.getAction()).isEqualTo("rollback");
        assertThat(back.getRestores()).isEqualTo(3);
        assertThat(models(back)).as("without the canary of the same model").containsExactly("champion v1", "shadow v3");
        assertThat(GuardedVariant.of(history))
                .as("one fault leads to one rollback")
                .isEmpty();
        accept(revisions().deploy(DOCUMENT, CARD, "champion", model(4), Optional.empty(), Optional.of(guards)));
        assertThat(models(accept(revisions().takeBack(breach("champion", 4, guards.get(0))))))
                .as("never what a guard took back")
                .containsExactly("champion v1", "shadow v3");
    }

    @Test
    void aChampionWithNothingBeforeItStays() throws Exception {
        Guard guard = GuardText.parse("missing < 5%", 100, 0, 10);
        accept(revisions().deploy(DOCUMENT, CARD, "champion", DOCUMENT, Optional.empty(), Optional.of(List.of(guard))));
        assertThatThrownBy(() -> revisions().takeBack(breach("champion", 0, guard)))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("is left to go back to");
    }

    private static GuardBreach breach(String variant, int version, Guard guard) {
        return GuardBreach.newBuilder()
                .setVariant(variant)
                .setModel(model(version))
                .setGuard(guard)
                .setSeen(0.5)
                .setEvents(100)
                .setFrom(Instant.EPOCH)
                .setTo(Instant.EPOCH)
                .build();
    }

    @Test
    void theFirstOfTwoThatSawTheSameIsAccepted() throws Exception {
        ModelDeployment one = revisions().deploy(DOCUMENT, CARD, "canary", model(1), Optional.of(50_000));
        ModelDeployment other = revisions().deploy(DOCUMENT, CARD, "champion", model(2), Optional.empty());
        DeploymentHistory reader = new DeploymentHistory();
        assertThat(reader.offer(one)).isEmpty();
        assertThat(reader.offer(other)).contains("it is based on revision 0, and the newest is 1");
        assertThat(reader.all()).containsExactly(one);
        ModelDeployment next =
                new Revisions("cards", reader, new Revisions.Signature("ada", "", Instant.EPOCH)).promote("canary");
        next.put(next.getSchema().getField("variants").pos(), List.of());
        assertThat(reader.offer(next)).contains("its first variant is no champion");
        assertThat(reader.newestRevision()).isEqualTo(1);
    }

    @Test
    void theFirstRevisionIsBasedOnTheModelThatServes() throws Exception {
        DeployedModel overwritten = new DeployedModel("cards", "0", "f".repeat(64));
        accept(revisions().ofDocument(model(9)));
        accept(revisions().ofDocument(DOCUMENT));
        assertThat(history.document()).contains(DOCUMENT);
        assertThat(history.newestRevision()).isZero();
        assertThatThrownBy(() -> revisions().deploy(overwritten, CARD, "shadow", model(1), Optional.empty()))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("serving    cards 0, digest " + DOCUMENT.getDigest())
                .hasMessageContaining("this file  cards 0, digest " + overwritten.getDigest());
        DeployedModel renamed = new DeployedModel("cards", "0b", DOCUMENT.getDigest());
        ModelDeployment first = accept(revisions().deploy(renamed, CARD, "shadow", model(1), Optional.empty()));
        assertThat(first.getDocument()).isEqualTo(DOCUMENT);
        assertThat(models(first)).containsExactly("champion v0", "shadow v1");
        assertThat(history.offer(revisions().ofDocument(overwritten)))
                .contains("it is based on revision 0, and the newest is 1");
        assertThat(history.document()).contains(DOCUMENT);
        assertThat(models(accept(revisions().rollback(Optional.empty())))).containsExactly("champion v0");
    }

    private ModelDeployment accept(ModelDeployment next) {
        assertThat(history.offer(next)).isEmpty();
        return next;
    }

    private Revisions revisions() {
        return new Revisions("cards", history, new Revisions.Signature("ada", "a test", Instant.EPOCH));
    }

    private static List<String> models(ModelDeployment deployment) {
        return deployment.getVariants().stream().map(RevisionsTest::text).toList();
    }

    private static String text(DeployedVariant variant) {
        return variant.getName() + " v" + variant.getModel().getVersion();
    }

    private static DeployedModel model(int version) {
        return new DeployedModel(
                "cards", Integer.toString(version), Integer.toString(version).repeat(64));
    }
}
