package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.compare.Comparison;
import io.streamgauge.app.compare.Difference;
import io.streamgauge.app.compare.PredictionComparison;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A changed definition beside the one in service: under a name of its own it makes its state from the beginning of the same
 * topics, and is compared.
 */
class CandidateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void aCandidateIsBackfilledBesideAndCompared() throws Exception {
        Pipeline live = PipelineFile.load(TestingPipelines.fraud(temp.resolve("live")));
        Pipeline candidate = PipelineFile.load(TestingPipelines.write(
                temp.resolve("candidate"),
                TestingPipelines.fraudText()
                        .replace("pipeline: fraud", "pipeline: fraud-2")
                        .replace(
                                "amount_mean: mean(amount)", "amount_mean: {of: mean(amount), include_current: false}"),
                TestingPipelines.FRAUD_INPUTS));
        TestingHistory history = TestingHistory.aMonth(temp);
        int half = history.size() / 2;

        try (PipelineRuntime first = PipelineRuntime.start(live, options("live", Optional.empty()))) {
            replay(first, "labels", history.file(temp, "all.csv", 0, history.size()));
            replay(first, "transactions", history.file(temp, "first.csv", 0, half));
            await(first, half);
            try (PipelineRuntime second =
                    PipelineRuntime.start(candidate, options("candidate", Optional.of(first.cluster())))) {
                replay(first, "transactions", history.file(temp, "second.csv", half, history.size()));
                await(first, history.size());
                await(second, history.size());
            }
            Comparison comparison = new PredictionComparison(first.cluster()).run("fraud", "fraud-2", text -> {});

            assertThat(comparison.same()).isFalse();
            assertThat(comparison.events()).isEqualTo(history.size());
            assertThat(comparison.onlyBefore() + comparison.onlyAfter() + comparison.givenUp())
                    .isZero();
            Map<Boolean, List<Difference>> byName = comparison.features().stream()
                    .collect(Collectors.partitioningBy(f -> f.name().startsWith("customer.amount_mean")));
            assertThat(byName.get(true)).hasSize(3).allSatisfy(f -> {
                assertThat(f.none()).as(f.name()).isFalse();
                assertThat(f.onlyBefore()).as("first events of customers").isPositive();
                assertThat(f.differing()).isPositive();
                assertThat(f.greatest()).isPositive();
            });
            assertThat(byName.get(false))
                    .hasSize(12)
                    .allSatisfy(f -> assertThat(f.none()).as("%s", f).isTrue());
            assertThat(new PredictionComparison(first.cluster())
                            .run("fraud", "fraud", text -> {})
                            .same())
                    .isTrue();
        }
    }

    private RuntimeOptions options(String directory, Optional<Cluster> cluster) {
        return RuntimeOptions.in(temp.resolve(directory).resolve("data"))
                .cluster(cluster)
                .anyPorts()
                .drift(false)
                .build();
    }

    private static void await(PipelineRuntime runtime, int count) {
        String topic =
                new TopicCatalogue(runtime.pipeline().name()).predictions().name();
        try (TestingConsumer consumer = new TestingConsumer(runtime.cluster(), topic)) {
            assertThat(consumer.awaitSome(count, PATIENCE)).isEqualTo(count);
        }
    }

    private static void replay(PipelineRuntime runtime, String source, Path file) throws InterruptedException {
        new FileReplay(runtime.cluster(), "fraud", runtime.pipeline().features().source(source))
                .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }
}
