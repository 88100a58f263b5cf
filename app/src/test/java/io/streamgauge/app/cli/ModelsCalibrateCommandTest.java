package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.scoring.onnx.CalibrationProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCalibrateCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private Path pipeline;

    @BeforeEach
    void write() throws IOException {
        pipeline = TestingPipelines.fraud(temp);
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("event_id,score,outcome"));
        for (int i = 0; i < 1_000; i++) {
            double score = random.nextDouble();
            lines.add("e" + i + "," + score + "," + (random.nextDouble() < score * score));
        }
        lines.add("e1000,0.5,");
        Files.write(temp.resolve("scored.csv"), lines);
    }

    private TestingCli calibrate(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "models",
                "calibrate",
                pipeline.toString(),
                "--scores",
                temp.resolve("scored.csv").toString(),
                "--out",
                temp.resolve(out).toString()));
        arguments.addAll(List.of(more));
        return TestingCli.run(arguments.toArray(String[]::new));
    }

    /** The line of docs/models.md, with this test's folder in front of its files. */
    @Test
    void thePagesCommandWritesACalibratedModel() throws Exception {
        List<String> page = Files.readAllLines(TestingPipelines.repository().resolve("docs/models.md"));
        String line = page.get(page.indexOf("<!-- test: calibrate -->") + 2);
        assertThat(line).startsWith("./streamgauge models calibrate pipeline.yaml ");
        String[] arguments = line.substring("./streamgauge ".length())
                .replaceAll("\\S+\\.(yaml|csv|onnx)", temp.toString().replace("\\", "\\\\") + "/$0")
                .split(" ", -1);
        TestingCli ran = TestingCli.run(arguments);
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        assertThat(ran.out()).startsWith("1,000 rows, ").contains("Brier score on these rows 0.");
        Path written = Path.of(arguments[arguments.length - 1]);
        assertThat(CalibrationProperty.in(Files.readAllBytes(written))).isTrue();
        Files.copy(written, temp.resolve("model/fraud.onnx"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(TestingCli.run("validate", pipeline.toString()).code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aCalibratedModelIsCalibratedAgainByItsOwnAnswersOnly() throws IOException {
        assertThat(calibrate("one.onnx", "--method", "platt").code()).isEqualTo(ExitCode.OK);
        Files.copy(
                temp.resolve("one.onnx"),
                temp.resolve("model/fraud.onnx"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused(calibrate("two.onnx"), "--score says which column holds them, such as rawScore");
        assertThat(calibrate("two.onnx", "--score", "score").code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void badRowsAreRefused() throws IOException {
        assertRefused(calibrate("one.onnx", "--outcome", "event"), "--outcome: unknown column 'event'");
        assertRefused(calibrate("one.onnx", "--outcome", "event_id"), "event_id is 'e0'; expected 0 or 1");
        assertRefused(calibrate("one.onnx", "--score", "event_id"), "event_id is 'e0'; expected a number");
        Files.writeString(temp.resolve("scored.csv"), "score,outcome\n0.5,1\n0.6,1\n");
        assertRefused(calibrate("one.onnx"), "all 2 outcomes are 1; a calibration needs both 0 and 1");
        assertThat(temp.resolve("one.onnx")).doesNotExist();
    }

    @Test
    void nothingIsWrittenOver() {
        assertRefused(calibrate("model/fraud.onnx"), "exists; name a new file");
    }

    private static void assertRefused(TestingCli ran, String message) {
        assertThat(ran.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(ran.err()).contains(message);
    }
}
