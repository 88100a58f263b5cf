package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.backtest.ShiftedPayments;
import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training data of four weeks before amounts rise, as a profile, and what a backtest says with it. */
class ProfileCommandTest {

    private static final Path QUICKSTART = TestingPipelines.repository().resolve("examples/quickstart");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static Path payments = Path.of("");
    private static Path document = Path.of("");
    private static Path training = Path.of("");

    @BeforeAll
    static void trainingSet() throws IOException {
        payments = ShiftedPayments.write(folder);
        Files.createDirectories(folder.resolve("model"));
        Files.copy(QUICKSTART.resolve("model/cards.onnx"), folder.resolve("model/cards.onnx"));
        document = Files.writeString(
                folder.resolve("pipeline.yaml"),
                Files.readString(QUICKSTART.resolve("pipeline.yaml"))
                        .replace("{first: 14d, after: 7d}", "{file: cards-1.profile.json, after: 7d}"));
        training = folder.resolve("training.parquet");
        TestingCli done = TestingCli.run(
                "training-set",
                document.toString(),
                "--labels",
                folder.resolve("training-labels.csv").toString(),
                "--input",
                "payments=" + payments,
                "--out",
                training.toString());
        assertThat(done.code()).as(done.err()).isZero();
    }

    private static TestingCli profile(String... more) {
        List<String> line = new ArrayList<>(List.of("profile", document.toString()));
        line.addAll(List.of(more));
        return TestingCli.run(line.toArray(String[]::new));
    }

    @Test
    void whatATrainingSetLooksLikeIsWhatWindowsAreComparedWith() throws IOException {
        TestingCli missing = TestingCli.run("validate", document.toString());
        assertThat(missing.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(missing.err()).contains("there is no file", "'streamgauge profile' makes one");

        TestingCli done = profile("--file", training.toString(), "--output", "json");
        assertThat(done.code()).as(done.err()).isZero();
        JsonNode made = new ObjectMapper().readTree(done.out());
        assertThat(made.get("rows").asInt()).isEqualTo(21 * 200);
        assertThat(made.get("from").asText()).isEqualTo("2026-04-13T00:00:00Z");
        assertThat(made.get("features").toString())
                .contains("\"amount\"", "\"card.usual_7d\"")
                .doesNotContain("fraud");
        assertThat(made.get("out").asText()).endsWith("cards-1.profile.json");
        assertThat(TestingCli.run("validate", document.toString()).code()).isZero();

        TestingCli again = profile("--file", training.toString());
        assertThat(again.out())
                .as("the same data, the same version")
                .contains(made.get("digest").asText())
                .contains("4,200 rows from 2026-04-13T00:00:00Z to 2026-05-03T23:52:48Z");

        TestingCli backtest = TestingCli.run(
                "drift",
                "backtest",
                document.toString(),
                "--file",
                payments.toString(),
                "--changes",
                ShiftedPayments.CHANGE.toString(),
                "--output",
                "json");
        assertThat(backtest.code()).as(backtest.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(backtest.out());
        assertThat(report.get("windows").asInt())
                .as("55 days, a week left out, none of reference")
                .isEqualTo(48);
        assertThat(report.get("scores").get(0).get("detected").asInt()).isEqualTo(1);
        assertThat(report.get("scores").get(0).get("falseAlarms").asInt()).isLessThanOrEqualTo(1);
    }

    /** Cells of a CSV file: a moment, a score of its own name, what is missing; and files of other columns. */
    @Test
    void readsCsvAndSaysWhatItCannotRead() throws IOException {
        String columns = "amount,request.night,card.count_1h,card.count_1d,card.count_7d,card.spent_1h,card.spent_1d,"
                + "card.spent_7d,card.usual_1h,card.usual_1d,card.usual_7d";
        Path csv = Files.writeString(
                folder.resolve("rows.csv"),
                columns + ",held_out,decision\n" + "1.5,true,1,1,1,1,1,1,1,1,1,0.25,review\n"
                        + ",0,1,1,1,1,1,1,1,1,NaN,0.5,\n");
        Path out = folder.resolve("rows.json");
        TestingCli done = profile("--file", csv.toString(), "--score", "held_out", "--out", out.toString());
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("2 rows without moments", "--time-column");
        JsonNode features = new ObjectMapper().readTree(out.toFile()).get("features");
        assertThat(features).hasSize(13);
        assertThat(features.get(0).get("missing").asInt()).isEqualTo(1);
        assertThat(features.get(1).get("mean").asDouble()).isEqualTo(0.5);
        assertThat(features.get(10).get("missing").asInt()).isEqualTo(1);
        assertThat(features.get(11).get("name").asText()).isEqualTo("score");
        assertThat(features.get(12).get("type").asText()).isEqualTo("text");
        assertThat(features.get(12).get("count").asInt()).isEqualTo(1);

        Path other = Files.writeString(folder.resolve("other.csv"), columns.replace("amount", "amout") + "\n");
        refused("no column 'amount', which is an input of the model; is it 'amout'?", "--file", other.toString());
        refused("there is no file nowhere.csv", "--file", "nowhere.csv");
        refused("did you mean 'held_out'", "--file", csv.toString(), "--score", "heldout");
        refused("did you mean 'decision'", "--file", csv.toString(), "--time-column", "decison");
        refused("'review' is no moment", "--file", csv.toString(), "--time-column", "decision");
        Path words = Files.writeString(folder.resolve("words.csv"), columns + "\nmuch,0" + ",1".repeat(9) + "\n");
        refused("amount is 'much'; expected a number", "--file", words.toString());
        Path none = Files.writeString(folder.resolve("none.csv"), columns + "\n");
        refused("has no rows", "--file", none.toString());
    }

    private static void refused(String why, String... more) {
        TestingCli done = profile(more);
        assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(done.err()).contains(why);
    }

    /** The profile goes into the store with the model, and a registration keeps the one it came with. */
    @Test
    void aModelIsRegisteredWithItsProfile() throws IOException {
        Path out = folder.resolve("registered.json");
        profile("--file", training.toString(), "--out", out.toString());
        String store = folder.resolve("store").toString();
        List<String> register = new ArrayList<>(List.of(
                "models",
                "register",
                document.toString(),
                "--version",
                "2",
                "--file",
                folder.resolve("model/cards.onnx").toString(),
                "--store",
                store,
                "--profile",
                out.toString()));
        TestingCli done = TestingCli.run(register.toArray(String[]::new));
        assertThat(done.code()).as(done.out() + done.err()).isZero();
        TestingCli shown = TestingCli.run(
                "models", "show", document.toString(), "cards", "2", "--store", store, "--output", "json");
        String digest = new ObjectMapper()
                .readTree(shown.out())
                .get("card")
                .get("profile")
                .asText();
        assertThat(Files.readAllBytes(folder.resolve("store/files/" + digest + ".onnx")))
                .isEqualTo(Files.readAllBytes(out));
        assertThat(TestingCli.run(register.toArray(String[]::new)).code()).isZero();

        Path another = Files.writeString(folder.resolve("another.json"), Files.readString(out) + "\n");
        register.set(register.size() - 1, another.toString());
        TestingCli refused = TestingCli.run(register.toArray(String[]::new));
        assertThat(refused.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(refused.err()).contains("with profile " + digest, "under another --version");

        register.set(register.size() - 1, payments.toString());
        assertThat(TestingCli.run(register.toArray(String[]::new)).err()).contains("is no reference profile");
    }
}
