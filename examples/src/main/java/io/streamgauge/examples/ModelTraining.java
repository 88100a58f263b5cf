package io.streamgauge.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.definition.DefinitionHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a pipeline's model: boosted trees on one period, judged on a later one, exported as ONNX, compared with the
 * trainer's own scores, described by a card.
 */
final class ModelTraining {

    private final Pipeline pipeline;
    private final String version;
    private final GradientBoostedTrees.Settings settings;
    private final Map<String, Object> data;
    private final String command;

    /** Of the version that the pipeline's document names. */
    ModelTraining(Pipeline pipeline, GradientBoostedTrees.Settings settings, Map<String, Object> data, String command) {
        this(pipeline, pipeline.model().version(), settings, data, command);
    }

    /**
     * Of any version.
     *
     * @param data what the card says about where the rows came from
     * @param command what the card says made the model
     */
    ModelTraining(
            Pipeline pipeline,
            String version,
            GradientBoostedTrees.Settings settings,
            Map<String, Object> data,
            String command) {
        this.pipeline = pipeline;
        this.version = version;
        this.settings = settings;
        this.data = data;
        this.command = command;
    }

    /**
     * Writes the model to {@code onnxFile} and its card beside it as {@code *.card.json}.
     *
     * @throws IllegalStateException when the exported model does not score as the trained one; nothing stays written
     */
    ModelCard run(LabelledRows train, LabelledRows test, Path onnxFile) throws IOException {
        try (GradientBoostedTrees trees = GradientBoostedTrees.train(train, settings)) {
            byte[] onnx = TreeEnsembleExport.toOnnx(
                    pipeline.model().name(), trees.ensemble(), pipeline.inputs().size(), metadata());
            float[] scores = trees.predict(test);
            Path directory = Files.createDirectories(onnxFile.toAbsolutePath().getParent());
            Path unchecked = Files.write(Files.createTempFile(directory, "unchecked", ".onnx"), onnx);
            try {
                Parity parity = Parity.of(unchecked, pipeline.inputs(), test, scores);
                parity.check();
                ModelCard card = card(onnx, train, test, BinaryMetrics.of(scores, test.labels()), parity);
                Files.write(onnxFile, onnx);
                Files.writeString(cardFile(onnxFile), card.json());
                return card;
            } catch (BadModelException e) {
                throw new IllegalStateException("the exported model cannot be served: " + e.getMessage(), e);
            } finally {
                Files.delete(unchecked);
            }
        }
    }

    /** {@code fraud.onnx} has its card in {@code fraud.card.json}. */
    static Path cardFile(Path onnxFile) {
        String name = String.valueOf(onnxFile.getFileName());
        return onnxFile.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".card.json");
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(OnnxModel.INPUTS_PROPERTY, json(pipeline.inputs()));
        metadata.put("streamgauge.pipeline", pipeline.name());
        return metadata;
    }

    private ModelCard card(byte[] onnx, LabelledRows train, LabelledRows test, BinaryMetrics metrics, Parity parity) {
        return new ModelCard(
                pipeline.model().name(),
                version,
                sha256(onnx),
                pipeline.name(),
                DefinitionHash.of(pipeline.features()),
                pipeline.inputs(),
                data,
                described(train),
                described(test),
                shown(metrics),
                chance(test),
                described(parity),
                described(settings),
                command);
    }

    private static Map<String, Object> described(LabelledRows rows) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("first", Instant.ofEpochMilli(rows.timeMs(0)).toString());
        description.put(
                "last", Instant.ofEpochMilli(rows.timeMs(rows.size() - 1)).toString());
        description.put("rows", rows.size());
        description.put("positiveShare", rounded(rows.positiveShare()));
        return description;
    }

    private static Map<String, Double> shown(BinaryMetrics metrics) {
        Map<String, Double> shown = new LinkedHashMap<>();
        shown.put("rocAuc", rounded(metrics.rocAuc()));
        shown.put("averagePrecision", rounded(metrics.averagePrecision()));
        shown.put("precisionAtHalf", rounded(metrics.precisionAtHalf()));
        shown.put("recallAtHalf", rounded(metrics.recallAtHalf()));
        return shown;
    }

    private static Map<String, Double> chance(LabelledRows rows) {
        Map<String, Double> shown = new LinkedHashMap<>();
        shown.put("rocAuc", 0.5);
        shown.put("averagePrecision", rounded(rows.positiveShare()));
        return shown;
    }

    private static Map<String, Object> described(Parity parity) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("rows", parity.rows());
        description.put("allowedDifference", Parity.ALLOWED_DIFFERENCE);
        description.put("decisionFlips", parity.decisionFlips());
        return description;
    }

    private static Map<String, Object> described(GradientBoostedTrees.Settings settings) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("library", "ml.dmlc:xgboost4j_2.13:" + GradientBoostedTrees.LIBRARY_VERSION);
        description.put("trees", settings.trees());
        description.putAll(settings.xgboost());
        return description;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static String json(List<String> names) {
        try {
            return new ObjectMapper().writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
