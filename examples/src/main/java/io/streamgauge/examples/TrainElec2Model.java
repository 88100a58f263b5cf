package io.streamgauge.examples;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes {@code examples/elec2/model/elec2.onnx} from the first 5,000 rows of the New South Wales electricity market,
 * judged on the 5,000 after them. Neither the data nor the model is part of this project.
 */
public final class TrainElec2Model {

    private static final int TRAIN_ROWS = 5_000;
    private static final int TEST_ROWS = 5_000;
    private static final GradientBoostedTrees.Settings TREES = new GradientBoostedTrees.Settings(100, 4, 0.1, 10, 1996);
    private static final String COMMAND =
            "mvn -pl examples -am -Dtrain=TrainElec2Model -Dtrain.data=<elec2.csv.gz> process-classes";

    private TrainElec2Model() {}

    /** Takes the repository's folder {@code examples} and the data file. */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[1]);
        if (!Files.exists(data)) {
            System.err.println("there is no file " + data + "; name the data with -Dtrain.data=<elec2.csv.gz>");
            throw new IOException("no training data");
        }
        Path pipeline = Path.of(args[0], "elec2", "pipeline.yaml");
        Path onnx = PipelineFile.loadWithoutModel(pipeline).model().file();
        System.out.print(run(pipeline, data, onnx).json());
    }

    /** Trains for the pipeline and writes model and card to {@code onnxFile} and beside it. */
    static ModelCard run(Path pipelineFile, Path history, Path onnxFile) throws IOException {
        Pipeline pipeline = PipelineFile.loadWithoutModel(pipelineFile);
        LabelledRows rows = TrainingData.of(pipeline, history);
        long firstMs = rows.timeMs(0);
        long trainedMs = rows.timeMs(TRAIN_ROWS);
        LabelledRows train = rows.between(firstMs, trainedMs);
        LabelledRows test = rows.between(trainedMs, rows.timeMs(TRAIN_ROWS + TEST_ROWS));
        return new ModelTraining(pipeline, TREES, data(rows), COMMAND).run(train, test, onnxFile);
    }

    private static Map<String, Object> data(LabelledRows rows) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("source", "ELEC2, the New South Wales electricity market (Harries, 1999), normalised");
        data.put("rows", rows.size());
        return data;
    }
}
