package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.calibration.Calibration;
import io.streamgauge.scoring.calibration.IsotonicCalibration;
import io.streamgauge.scoring.calibration.Outcomes;
import io.streamgauge.scoring.calibration.PlattCalibration;
import io.streamgauge.scoring.onnx.CalibrationProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models calibrate}: learns what scores are worth from what came of them. */
@Command(
        name = "calibrate",
        description =
                "Fits a calibration to scores and their outcomes, and writes the pipeline's model with it as a new file.")
final class ModelsCalibrateCommand implements Callable<Integer> {

    /** How a calibration is fitted. */
    enum Method {
        ISOTONIC,
        PLATT;

        Calibration fit(Outcomes outcomes) {
            return this == PLATT ? PlattCalibration.fit(outcomes) : IsotonicCalibration.fit(outcomes);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--scores",
            required = true,
            paramLabel = "FILE",
            description = "Rows with a score and an outcome of 0 or 1 each: CSV with a header line, or Parquet.")
    @SuppressWarnings("NullAway.Init")
    private Path scores;

    @Option(
            names = "--score",
            paramLabel = "COLUMN",
            description = "Column with the model's own answers, not calibrated ones (default: score).")
    private @Nullable String score;

    @Option(
            names = "--outcome",
            paramLabel = "COLUMN",
            description = "Column with the outcomes (default: ${DEFAULT-VALUE}).",
            defaultValue = "outcome")
    private String outcome = "outcome";

    @Option(
            names = "--method",
            paramLabel = "isotonic|platt",
            description =
                    "isotonic follows any rising curve and wants about 1,000 rows; platt is a sigmoid and wants fewer"
                            + " (default: ${DEFAULT-VALUE}).",
            defaultValue = "isotonic")
    private Method method = Method.ISOTONIC;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The model to write; must not exist.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.load(document);
        InputFiles.check("--scores", scores);
        if (Files.exists(out)) {
            throw new WrongUsageException("--out: " + out + " exists; name a new file");
        }
        try {
            byte[] model = Files.readAllBytes(pipeline.model().file());
            if (score == null && CalibrationProperty.in(model)) {
                throw new WrongUsageException("the model is calibrated, and a calibration is of its own answers;"
                        + " --score says which column holds them, such as rawScore");
            }
            Outcomes outcomes = ScoredRows.read(scores, score == null ? "score" : score, outcome);
            Calibration fitted = method.fit(outcomes);
            Files.write(out, CalibrationProperty.write(model, fitted), StandardOpenOption.CREATE_NEW);
            print(outcomes, fitted);
        } catch (IOException | BadModelException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.OK;
    }

    private void print(Outcomes outcomes, Calibration fitted) {
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%,d rows, %,d of them 1; Brier score on these rows %.5f, was %.5f; wrote %s",
                        outcomes.size(),
                        outcomes.positives(),
                        outcomes.brier(fitted::apply),
                        outcomes.brier(answer -> answer),
                        out));
    }
}
