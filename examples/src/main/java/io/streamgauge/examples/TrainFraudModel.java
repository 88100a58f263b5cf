package io.streamgauge.examples;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.generator.GeneratedHistory;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.TransactionGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes {@code examples/fraud/model/fraud.onnx} from simulated transactions.
 *
 * <pre>
 *   day 0          37                157      164           194
 *   │   warm-up    │      train      │  gap   │    test     │
 * </pre>
 *
 * Warm-up fills the longest window, 30 days and 7 of delay. The gap is the delay with which labels come: on the day the
 * model could have been trained, outcomes of the last 7 days were not known.
 */
public final class TrainFraudModel {

    private static final int TRAIN_FROM_DAY = 37;
    private static final int TRAIN_UNTIL_DAY = 157;
    private static final int TEST_FROM_DAY = 164;
    private static final int DAYS = 194;

    /** As large as the world of the demo, but another one: the demo's transactions are new to the model. */
    private static final GeneratorConfig WORLD = GeneratorConfig.ofSize(2018, 600, 1_200);

    private static final GradientBoostedTrees.Settings TREES = new GradientBoostedTrees.Settings(100, 5, 0.1, 10, 2018);
    private static final String COMMAND = "mvn -pl examples -am -Dtrain=TrainFraudModel process-classes";

    private TrainFraudModel() {}

    /** Takes the repository's folder {@code examples}. */
    public static void main(String[] args) throws IOException {
        Path pipeline = Path.of(args[0], "fraud", "pipeline.yaml");
        System.out.print(
                run(pipeline, PipelineFile.loadWithoutModel(pipeline).model().file())
                        .json());
    }

    /** Trains for the pipeline and writes model and card to {@code onnxFile} and beside it. */
    static ModelCard run(Path pipelineFile, Path onnxFile) throws IOException {
        Pipeline pipeline = PipelineFile.loadWithoutModel(pipelineFile);
        TransactionGenerator generator = new TransactionGenerator(WORLD);
        LabelledRows rows = rows(pipeline, generator);
        LabelledRows train = rows.between(generator.startMs(TRAIN_FROM_DAY), generator.startMs(TRAIN_UNTIL_DAY));
        LabelledRows test = rows.between(generator.startMs(TEST_FROM_DAY), generator.startMs(DAYS));
        return new ModelTraining(pipeline, TREES, data(rows), COMMAND).run(train, test, onnxFile);
    }

    private static LabelledRows rows(Pipeline pipeline, TransactionGenerator generator) throws IOException {
        Path history = Files.createTempFile("streamgauge-history", ".csv");
        try {
            GeneratedHistory.writeCsv(generator, DAYS, history);
            return TrainingData.of(pipeline, history);
        } finally {
            Files.delete(history);
        }
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
        data.put("gapDays", TEST_FROM_DAY - TRAIN_UNTIL_DAY);
        return data;
    }
}
