package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.scoring.MissingRule;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.explain.MarginShares;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models that Python's libraries exported, against those libraries' own scores; {@code examples/models/parity} makes the
 * models and runs this.
 */
final class ExportedModelsTest {

    /** Names the folder that {@code train.py} wrote. */
    private static final String FOLDER = "streamgauge.models";

    /** Of scores that the exporter computes in float32 and the library in float64. */
    private static final double TOLERANCE = 1e-5;

    /** Of shares; XGBoost adds them up in float32, and exporters round leaves and weights to float32. */
    private static final double SHARE_TOLERANCE = 1e-6;

    private static final int ROWS = 1_000;

    static List<Path> models() throws IOException {
        String folder = System.getProperty(FOLDER);
        if (folder == null) {
            return List.of(Path.of("none"));
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void scoresAreTheLibrarysOwn(Path model) throws Exception {
        assumeThat(System.getProperty(FOLDER))
                .as("models are made by examples/models/parity, which gives their folder in -D" + FOLDER)
                .isNotNull();
        JsonNode expected =
                new ObjectMapper().readTree(model.resolve("case.json").toFile());
        ModelContract contract = contract(expected);
        double greatest = 0;
        int flips = 0;
        int labels = 0;
        try (OnnxModel loaded = OnnxModel.load(model.resolve("model.onnx"), contract);
                Scorer scorer = loaded.newScorer()) {
            assertThat(expected.path("rows")).hasSize(ROWS);
            for (int row = 0; row < ROWS; row++) {
                double score =
                        scorer.score(vector(contract, expected.path("rows").path(row)));
                assertThat(scorer.refusal()).isNull();
                double wanted = expected.path("scores").path(row).asDouble();
                greatest = Math.max(greatest, Double.isNaN(score) ? Double.NaN : Math.abs(score - wanted));
                JsonNode threshold = expected.path("threshold");
                flips += threshold.isNull() || score >= threshold.asDouble() == wanted >= threshold.asDouble() ? 0 : 1;
                JsonNode label = expected.path("labels").path(row);
                labels += label.isMissingNode() || label.asText().equals(scorer.label()) ? 0 : 1;
            }
        }
        System.out.printf(
                "%-18s %d rows, greatest difference %.2g, %d decision flips, %d other labels%n",
                model.getFileName(), ROWS, greatest, flips, labels);
        assertThat(greatest).isLessThanOrEqualTo(TOLERANCE);
        assertThat(flips).as("decision flips").isZero();
        assertThat(labels).as("other labels").isZero();
    }

    @ParameterizedTest
    @MethodSource("models")
    void reasonsAreTheLibrarysOwn(Path model) throws Exception {
        assumeThat(System.getProperty(FOLDER)).as("see above").isNotNull();
        JsonNode expected =
                new ObjectMapper().readTree(model.resolve("case.json").toFile());
        assumeThat(expected.path("shares").isArray())
                .as(model.getFileName() + " comes with shares")
                .isTrue();
        ModelContract contract = contract(expected).withReasons();
        double greatest = 0;
        try (OnnxModel loaded = OnnxModel.load(model.resolve("model.onnx"), contract);
                Scorer scorer = loaded.newScorer()) {
            for (int row = 0; row < ROWS; row++) {
                FeatureValues vector = vector(contract, expected.path("rows").path(row));
                scorer.score(vector);
                MarginShares shares = scorer.shares(vector);
                double sum = shares.base();
                greatest = worse(greatest, shares.base(), expected.path("base"));
                for (int input = 0; input < shares.inputs(); input++) {
                    sum += shares.share(input);
                    greatest = worse(
                            greatest,
                            shares.share(input),
                            expected.path("shares").path(row).path(input));
                }
                assertThat(sum)
                        .as("base and shares of row %d", row)
                        .isCloseTo(shares.margin(), Offset.offset(1e-9 * Math.max(1, Math.abs(shares.margin()))));
            }
        }
        System.out.printf("%-18s greatest difference of a share %.2g%n", model.getFileName(), greatest);
        assertThat(greatest).isLessThanOrEqualTo(SHARE_TOLERANCE);
    }

    private static double worse(double greatest, double told, JsonNode wanted) {
        double right = wanted.asDouble(Double.NaN);
        double difference = Math.abs(told - right) / Math.max(1, Math.abs(right));
        return Double.isNaN(difference) ? difference : Math.max(greatest, difference);
    }

    @Test
    void everyKindIsThere() throws IOException {
        assumeThat(System.getProperty(FOLDER)).as("see above").isNotNull();
        assertThat(models())
                .extracting(model -> model.getFileName().toString())
                .contains(
                        "catboost",
                        "lightgbm",
                        "sklearn_anomaly",
                        "sklearn_boosting",
                        "sklearn_classes",
                        "sklearn_doubles",
                        "sklearn_pipeline",
                        "xgboost");
    }

    private static ModelContract contract(JsonNode expected) {
        List<ModelContract.Value> vector = new ArrayList<>();
        for (JsonNode input : expected.path("inputs")) {
            boolean text = input.path("text").asBoolean();
            vector.add(new ModelContract.Value(
                    input.path("name").asText(), text, text ? MissingRule.of("") : MissingRule.REFUSE));
        }
        Map<String, List<String>> bind = new LinkedHashMap<>();
        expected.path("bind")
                .properties()
                .forEach(entry -> bind.put(
                        entry.getKey(),
                        StreamSupport.stream(entry.getValue().spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()));
        return new ModelContract(
                vector,
                bind,
                Optional.ofNullable(expected.path("output").textValue()),
                Optional.ofNullable(expected.path("column").textValue()),
                List.of(),
                false);
    }

    private static FeatureValues vector(ModelContract contract, JsonNode row) {
        FeatureValues vector = new FeatureValues(contract.vector().size());
        for (int i = 0; i < vector.size(); i++) {
            if (row.path(i).isTextual()) {
                vector.set(i, row.path(i).asText());
            } else if (!row.path(i).isNull()) {
                vector.set(i, row.path(i).asDouble());
            }
        }
        return vector;
    }
}
