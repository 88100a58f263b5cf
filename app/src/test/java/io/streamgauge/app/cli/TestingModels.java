package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.scoring.store.Digests;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Registers models of the fraud example without the gate, and deploys them by the command. */
public final class TestingModels {

    private TestingModels() {}

    /** Runs {@code streamgauge models}, which must succeed. */
    public static void run(Path data, String... arguments) {
        List<String> all = new ArrayList<>(List.of("models"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data-dir", data.toString()));
        TestingCli done = TestingCli.run(all.toArray(String[]::new));
        assertThat(done.code()).as(done.err()).isZero();
    }

    /** Puts a model into a store that scores every event by so much more than the document's. */
    public static void register(String store, String version, float more) throws Exception {
        byte[] onnx = TestingPipelines.model(TestingPipelines.FRAUD_INPUTS, more);
        try (ModelStore models = ModelStore.at(store)) {
            models.put(
                    new ModelRegistration(
                            "fraud",
                            version,
                            Digests.of(onnx),
                            onnx.length,
                            "fraud",
                            "0123abcd",
                            TestingPipelines.FRAUD_INPUTS,
                            List.of(),
                            List.of(),
                            Instant.EPOCH,
                            new GateReport(List.of(), null, null),
                            ModelCard.NONE),
                    onnx);
        }
    }
}
