package io.streamgauge.app.cli;

import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.schemas.TopicCatalogue;
import java.nio.file.Path;

/** Names of pipelines as they are typed: a name, or the document that says it. */
final class PipelineNames {

    private PipelineNames() {}

    static String of(String typed) {
        return TopicCatalogue.PIPELINE_NAME.matcher(typed).matches()
                ? typed
                : PipelineFile.loadWithoutModel(Path.of(typed)).name();
    }
}
