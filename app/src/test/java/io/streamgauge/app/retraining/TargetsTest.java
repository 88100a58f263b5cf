package io.streamgauge.app.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.CommandFailedException;
import io.streamgauge.drift.definition.Delivery.Form;
import io.streamgauge.drift.definition.Delivery.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static Target webhook(URI url, Form form, @Nullable String secret, @Nullable String authorization) {
        return new WebhookTarget(url, form, secret, authorization, TIMEOUT, CLOCK);
    }

    private static Message message(int reminder) {
        return new Message(TestingEvents.event("e1"), reminder);
    }

    @Test
    void theEventIsPostedSignedWithAnIdempotencyKey() throws Exception {
        try (TestingReceiver receiver = new TestingReceiver()) {
            webhook(receiver.url("/hook"), Form.EVENT, "key", null).deliver(message(0));
            TestingReceiver.Post post = receiver.posts().remove();
            assertThat(post.header("Idempotency-Key")).isEqualTo("e1");
            assertThat(post.header("Content-Type")).isEqualTo("application/json");
            assertThat(post.header("Streamgauge-Signature")).isEqualTo(Signature.of("key", 1_700_000_000, post.body()));
            assertThat(post.headers()).doesNotContainKey("Authorization");
            JsonNode body = JSON.readTree(post.body());
            assertThat(body.get("eventId").asText()).isEqualTo("e1");
            assertThat(body.get("contractVersion").asInt()).isEqualTo(2);
            assertThat(body.get("trainFrom").asText()).isEqualTo("2026-03-01T00:00:00Z");
            assertThat(body.get("ranges").get(0).get("lastOffset").asLong()).isEqualTo(99);
            assertThat(body.get("referenceFrom").isNull()).isTrue();
        }
    }

    @Test
    void aReminderHasAKeyOfItsOwn() throws Exception {
        try (TestingReceiver receiver = new TestingReceiver()) {
            webhook(receiver.url("/"), Form.EVENT, null, null).deliver(message(2));
            TestingReceiver.Post post = receiver.posts().remove();
            assertThat(post.header("Idempotency-Key")).isEqualTo("e1.reminder-2");
            assertThat(JSON.readTree(post.body()).get("reminder").asInt()).isEqualTo(2);
        }
    }

    @Test
    void gitHubGetsADispatch() throws Exception {
        try (TestingReceiver receiver = new TestingReceiver().answer(204)) {
            webhook(receiver.url("/repos/o/r/dispatches"), Form.GITHUB, null, "Bearer t")
                    .deliver(message(0));
            TestingReceiver.Post post = receiver.posts().remove();
            assertThat(post.header("Authorization")).isEqualTo("Bearer t");
            assertThat(post.header("Accept")).isEqualTo("application/vnd.github+json");
            JsonNode body = JSON.readTree(post.body());
            assertThat(body.get("event_type").asText()).isEqualTo("streamgauge-retraining");
            assertThat(body.get("client_payload")).hasSizeLessThanOrEqualTo(10);
            assertThat(body.get("client_payload").get("event").get("eventId").asText())
                    .isEqualTo("e1");
        }
    }

    @Test
    void airflowGetsARunWhoseIdIsTheEventsAndAnExistingOneIsWell() throws Exception {
        try (TestingReceiver receiver = new TestingReceiver().answer(200).answer(409)) {
            Target target = webhook(receiver.url("/api/v2/dags/retrain/dagRuns"), Form.AIRFLOW, null, null);
            target.deliver(message(0));
            target.deliver(message(1));
            for (TestingReceiver.Post post : receiver.posts()) {
                JsonNode body = JSON.readTree(post.body());
                assertThat(body.get("dag_run_id").asText()).isEqualTo("streamgauge-e1");
                assertThat(body.get("logical_date").isNull()).isTrue();
                assertThat(body.get("conf").get("eventId").asText()).isEqualTo("e1");
            }
            assertThat(receiver.posts()).hasSize(2);
        }
    }

    @Test
    void anyOtherAnswerIsAFailureThatTellsNoSecret() {
        try (TestingReceiver receiver = new TestingReceiver().answer(409).answer(302)) {
            Target target = webhook(receiver.url("/T0/secret-path"), Form.EVENT, "key", "Bearer t");
            assertThatThrownBy(() -> target.deliver(message(0)))
                    .isInstanceOf(DeliveryFailedException.class)
                    .hasMessageEndingWith("answered 409")
                    .hasMessageNotContaining("secret-path");
            assertThatThrownBy(() -> target.deliver(message(0))).hasMessageEndingWith("answered 302");
            receiver.close();
            assertThatThrownBy(() -> target.deliver(message(0)))
                    .hasMessageContaining("did not answer: ConnectException")
                    .hasMessageNotContaining("secret-path");
        }
    }

    /** A secret file of two lines, say. The client's own exception would quote it, and whoever logs that. */
    @Test
    void anAuthorizationThatFitsNoHeaderIsRefusedAtTheStartAndNotTold() {
        assertThatThrownBy(() -> webhook(URI.create("http://127.0.0.1:1/"), Form.EVENT, null, "Bearer t0ps3cret\nmore")
                        .deliver(message(0)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("no header may hold")
                .hasMessageNotContaining("t0ps3cret")
                .hasNoCause();
    }

    /** The answer is there once its status is. */
    @Test
    @Timeout(60)
    void anAnswerThatNeverEndsDoesNotHoldTheDelivery() throws Exception {
        try (TestingReceiver receiver = new TestingReceiver().neverEnding()) {
            webhook(receiver.url("/"), Form.EVENT, null, null).deliver(message(0));
            assertThat(receiver.posts()).hasSize(1);
        }
    }

    private Target program(String script, Duration timeout) throws Exception {
        Files.writeString(directory.resolve("run.sh"), script);
        return new ProgramTarget(List.of("sh", "run.sh"), directory, directory.resolve("output.log"), timeout);
    }

    @Test
    void aCommandGetsTheEventAsInputAndInVariablesAndNothingOfItIsRun() throws Exception {
        program("cat > input.json; env | grep ^STREAMGAUGE_ | sort > variables; echo $STREAMGAUGE_ACTION", TIMEOUT)
                .deliver(message(1));
        assertThat(JSON.readTree(directory.resolve("input.json").toFile())
                        .get("reason")
                        .asText())
                .isEqualTo("Drift in $(touch pwned) `touch pwned` ; touch pwned");
        assertThat(Files.readAllLines(directory.resolve("variables")))
                .containsExactly(
                        "STREAMGAUGE_ACTION=RETRAIN",
                        "STREAMGAUGE_EVENT_ID=e1",
                        "STREAMGAUGE_MODEL=fraud",
                        "STREAMGAUGE_MODEL_VERSION=7",
                        "STREAMGAUGE_PIPELINE=fraud",
                        "STREAMGAUGE_REMINDER=1",
                        "STREAMGAUGE_TRAIN_FROM=2026-03-01T00:00:00Z",
                        "STREAMGAUGE_TRAIN_TO=2026-03-04T00:00:00Z",
                        "STREAMGAUGE_URGENCY=NORMAL");
        assertThat(directory.resolve("pwned")).doesNotExist();
        assertThat(directory.resolve("output.log")).hasContent("RETRAIN");
    }

    @Test
    void aCommandThatReadsNothingIsFine() throws Exception {
        program("exit 0", TIMEOUT).deliver(message(0));
    }

    @Test
    void aCommandThatFailsTellsHowAndWhatItPrinted() {
        assertThatThrownBy(
                        () -> program("echo the disk is full; exit 3", TIMEOUT).deliver(message(0)))
                .isInstanceOf(DeliveryFailedException.class)
                .hasMessage("the command sh ended with 3: the disk is full");
        assertThatThrownBy(() -> new ProgramTarget(
                                List.of("./no-such-program"), directory, directory.resolve("output.log"), TIMEOUT)
                        .deliver(message(0)))
                .hasMessageContaining("cannot be run");
    }

    @Test
    void aCommandMayPrintWhateverItLikes() {
        String prints =
                "i=0; while [ $i -lt 20 ]; do printf '%1000s' x; i=$((i + 1)); done; printf '\\377 the end'; exit 3";
        assertThatThrownBy(() -> program(prints, TIMEOUT).deliver(message(0))).hasMessageEndingWith(" the end");
    }

    @Test
    void aCommandThatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> program("sleep 600", Duration.ofMillis(200)).deliver(message(0)))
                .hasMessageContaining("took longer than");
    }

    @Test
    void secretsComeFromTheEnvironmentOrAFileAndMustBeThere() throws Exception {
        Files.writeString(directory.resolve("key"), "abc\n");
        Secrets secrets = new Secrets(Map.of("KEY", "xyz", "EMPTY", " "), directory);
        assertThat(secrets.find(new Secret(false, "KEY"))).isEqualTo("xyz");
        assertThat(secrets.find(new Secret(true, "key"))).isEqualTo("abc");
        assertThatThrownBy(() -> secrets.find(new Secret(false, "NONE")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("drift.deliver: the environment variable NONE is not set");
        assertThatThrownBy(() -> secrets.find(new Secret(false, "EMPTY"))).hasMessageEndingWith("EMPTY is empty");
        assertThatThrownBy(() -> secrets.find(new Secret(true, "none"))).hasMessageContaining("cannot read the secret");
    }
}
