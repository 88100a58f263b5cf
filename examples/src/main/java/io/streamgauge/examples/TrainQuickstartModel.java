package io.streamgauge.examples;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.Transaction;
import io.streamgauge.app.generator.TransactionGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes {@code examples/quickstart/model/cards.onnx} from simulated transactions: 7 days to fill the longest window, 60 to
 * train on, 30 to judge on; and {@code cards-2.onnx}, a second version to roll out, of more and smaller trees from the same rows.
 */
public final class TrainQuickstartModel {

    private static final int TRAIN_FROM_DAY = 7;
    private static final int TEST_FROM_DAY = 67;
    private static final int DAYS = 97;

    private static final GeneratorConfig WORLD = GeneratorConfig.ofSize(2019, 600, 1_200);
    private static final GradientBoostedTrees.Settings TREES = new GradientBoostedTrees.Settings(50, 4, 0.1, 10, 2019);
    private static final GradientBoostedTrees.Settings SECOND_TREES =
            new GradientBoostedTrees.Settings(100, 3, 0.1, 10, 2019);
    private static final String COMMAND = "mvn -pl examples -am -Dtrain=TrainQuickstartModel process-classes";

    private TrainQuickstartModel() {}

    /** Takes the repository's folder {@code examples}. */
    public static void main(String[] args) throws IOException {
        Path pipeline = Path.of(args[0], "quickstart", "pipeline.yaml");
        Path first = PipelineFile.loadWithoutModel(pipeline).model().file();
        System.out.print(run(pipeline, first).json());
        System.out.print(
                runSecond(pipeline, first.resolveSibling("cards-2.onnx")).json());
    }

    /** Trains for the pipeline and writes model and card to {@code onnxFile} and beside it. */
    static ModelCard run(Path pipelineFile, Path onnxFile) throws IOException {
        return run(pipelineFile, onnxFile, "1", TREES);
    }

    /** The same of the second version. */
    static ModelCard runSecond(Path pipelineFile, Path onnxFile) throws IOException {
        return run(pipelineFile, onnxFile, "2", SECOND_TREES);
    }

    private static ModelCard run(
            Path pipelineFile, Path onnxFile, String version, GradientBoostedTrees.Settings settings)
            throws IOException {
        Pipeline pipeline = PipelineFile.loadWithoutModel(pipelineFile);
        TransactionGenerator generator = new TransactionGenerator(WORLD);
        LabelledRows rows = rows(pipeline, generator);
        LabelledRows train = rows.between(generator.startMs(TRAIN_FROM_DAY), generator.startMs(TEST_FROM_DAY));
        LabelledRows test = rows.between(generator.startMs(TEST_FROM_DAY), generator.startMs(DAYS));
        return new ModelTraining(pipeline, version, settings, data(rows), COMMAND).run(train, test, onnxFile);
    }

    /** The pipeline has no labels section, since a quickstart has no labels yet; outcomes come from the generator. */
    private static LabelledRows rows(Pipeline pipeline, TransactionGenerator generator) throws IOException {
        Map<String, Float> outcomes = new HashMap<>();
        Path history = Files.createTempFile("streamgauge-payments", ".csv");
        try {
            try (PrintWriter payments = new PrintWriter(Files.newBufferedWriter(history))) {
                payments.print("id,time,card,amount\n");
                generator.days(0, DAYS).forEach(transaction -> {
                    payments.print(row(transaction));
                    outcomes.put(transaction.id(), transaction.fraud() ? 1f : 0f);
                });
            }
            return TrainingData.of(pipeline, history, outcomes);
        } finally {
            Files.delete(history);
        }
    }

    private static String row(Transaction transaction) {
        return transaction.id() + "," + Instant.ofEpochMilli(transaction.timeMs()) + "," + transaction.customerId()
                + "," + transaction.amount() + "\n";
    }

    private static Map<String, Object> data(LabelledRows rows) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("source", "io.streamgauge.app.generator.TransactionGenerator");
        data.put("seed", WORLD.seed());
        data.put("customers", WORLD.customers());
        data.put("terminals", WORLD.terminals());
        data.put("days", DAYS);
        data.put("rows", rows.size());
        data.put("warmUpDays", TRAIN_FROM_DAY);
        return data;
    }
}
