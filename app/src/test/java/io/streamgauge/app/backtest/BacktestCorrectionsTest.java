package io.streamgauge.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.live.TestingRecords;
import io.streamgauge.schemas.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions that come late, as a topic may hold them. */
class BacktestCorrectionsTest {

    private static final int DAYS = 8;
    private static final int PER_DAY = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Prediction prediction(int day, int number, double score, long offset) {
        Duration since = Duration.ofDays(day).plusMinutes(10L * number);
        return Prediction.newBuilder(TestingRecords.prediction(
                        day + "-" + number, TestingRecords.START.plus(since), score, "accept"))
                .setSourceOffset(offset)
                .build();
    }

    /** Eight days of scores from 0 to 0.9, and a day after the fifth 200 of that day, all 1. */
    private static List<Prediction> predictions() {
        List<Prediction> predictions = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (int i = 0; i < PER_DAY; i++) {
                predictions.add(prediction(day, i, i % 10 / 10.0, predictions.size()));
            }
            for (int i = 0; day == 5 && i < 2 * PER_DAY; i++) {
                predictions.add(prediction(4, i % PER_DAY, 1, predictions.size()));
            }
        }
        predictions.add(prediction(DAYS + 2, 0, 0.5, predictions.size()));
        return predictions;
    }

    private BacktestReport report(String corrections) {
        String document = TestingPipelines.fraudText()
                .replace("{first: 14d, after: 37d}", "{first: 3d}")
                .replace("lateness: 2d ", "lateness: 1h \n  watch: [score]\n" + corrections);
        Path file = TestingPipelines.write(folder, document, TestingPipelines.FRAUD_INPUTS);
        return new Backtest(PipelineFile.load(file), null, null, List.of(), null).run(new Backtest.Source() {
            @Override
            public String name() {
                return "a topic";
            }

            @Override
            public Set<Integer> filled() {
                return Set.of(0);
            }

            @Override
            public void read(Backtest.Sink sink) {
                predictions().forEach(prediction -> sink.take(prediction, 0));
            }
        });
    }

    @Test
    void aWindowThatIsCorrectedIsOneWindow() {
        BacktestReport without = report("");
        assertThat(without.windows()).isEqualTo(5);
        assertThat(without.drifted()).isZero();
        assertThat(without.late()).isEqualTo(2 * PER_DAY);
        assertThat(without.read()).isEqualTo(predictions().size());
        assertThat(without.closed() + without.open()).isEqualTo(without.read() - without.late());

        BacktestReport with = report("  corrections: 2d\n");
        assertThat(with.windows()).isEqualTo(5);
        assertThat(with.models())
                .singleElement()
                .satisfies(model -> assertThat(model.windows()).isEqualTo(5));
        assertThat(with.drifted()).isEqualTo(1);
        assertThat(with.corrected()).isEqualTo(1);
        assertThat(with.correcting()).isEqualTo(2 * PER_DAY);
        assertThat(with.late()).isZero();
        assertThat(with.alarms()).as("a correction raises none").isEmpty();
    }
}
