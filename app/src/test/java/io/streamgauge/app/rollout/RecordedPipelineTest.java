package io.streamgauge.app.rollout;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.scoring.rollout.RecordedRevisions;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecordedPipelineTest {

    private static final RecordedRevisions NONE = new RecordedRevisions.Recorder().recorded();

    @Test
    void revisionZeroMustBeTheDocumentsModel() {
        DeployedModel document = new DeployedModel("fraud", "1", "a".repeat(64));
        assertThatCode(() -> new RecordedPipeline("fraud", NONE, Set.of("a".repeat(64))).requireDocument(document))
                .doesNotThrowAnyException();
        assertThatCode(() -> new RecordedPipeline("fraud", NONE, Set.of()).requireDocument(document))
                .as("no event was scored by it")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new RecordedPipeline("fraud", NONE, Set.of("b".repeat(64))).requireDocument(document))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("pipeline fraud cannot be replayed with model fraud 1 of the document")
                .hasMessageContaining("files/" + "b".repeat(64) + ".onnx");
    }
}
