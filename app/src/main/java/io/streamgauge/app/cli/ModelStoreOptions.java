package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a pipeline's registered models are kept. */
final class ModelStoreOptions {

    private static final String DIRECTORY = "models";

    @Option(
            names = {"--store", "--model-store"},
            paramLabel = "LOCATION",
            description =
                    "The model store, a directory or a URL of http, https or s3 (default: model.store of the pipeline document, else models in"
                            + " the data directory).")
    private @Nullable String location;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the pipeline keeps everything (default: .streamgauge/<pipeline>).")
    private @Nullable Path dataDirectory;

    Path dataDirectory(Pipeline pipeline) {
        return dataDirectory == null ? DataDirectory.defaultFor(pipeline.name()) : dataDirectory;
    }

    /** The store that was asked for, the document's, or the data directory's. */
    ModelStore open(Pipeline pipeline) {
        String where = location != null
                ? location
                : pipeline.model()
                        .store()
                        .orElseGet(
                                () -> dataDirectory(pipeline).resolve(DIRECTORY).toString());
        try {
            return ModelStore.at(where);
        } catch (ModelStoreException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
    }
}
