package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.store.definition.FeatureDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsDefinitionTest {

    private static final FeatureDefinition FRAUD =
            PipelineFile.load(Path.of("../examples/fraud/pipeline.yaml")).features();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void aDirectoryIsHeldToTheViewsThatMadeIt() {
        RowsDefinition.hold(directory, FRAUD);
        FeatureDefinition changed = new FeatureDefinition(
                FRAUD.pipeline(),
                FRAUD.sources(),
                FRAUD.scored(),
                List.of(FRAUD.views().get(0)),
                FRAUD.expressions());

        assertThatThrownBy(() -> RowsDefinition.hold(directory, changed))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining("pipeline fraud")
                .hasMessageContaining(directory.toString());
    }

    @Test
    void theSameViewsGoOnWhateverTheExpressions() {
        RowsDefinition.hold(directory, FRAUD);
        FeatureDefinition other =
                new FeatureDefinition(FRAUD.pipeline(), FRAUD.sources(), FRAUD.scored(), FRAUD.views(), Map.of());

        assertThatCode(() -> RowsDefinition.hold(directory, other)).doesNotThrowAnyException();
    }
}
