package io.streamgauge.app.rollout;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.ModelSource;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import java.nio.file.Path;

/** Deployed models out of the pipeline's model store; that of the document out of its own file. Thread-safe. */
public final class StoredModels implements ModelSource {

    /** Folder of the data directory with registered models, where the document names no store. */
    private static final String DIRECTORY = "models";

    private final Path documentFile;
    private final String documentDigest;
    private final ModelContract contract;
    private final String location;

    /** @param documentDigest digest of the document's model */
    public StoredModels(Pipeline pipeline, String documentDigest, Path dataDirectory) {
        this.documentFile = pipeline.model().file();
        this.documentDigest = documentDigest;
        this.contract = pipeline.contract();
        this.location = location(pipeline, dataDirectory);
    }

    /** Where the pipeline's models are registered: as its document says, or in the data directory. */
    public static String location(Pipeline pipeline, Path dataDirectory) {
        return pipeline.model()
                .store()
                .orElseGet(() -> dataDirectory.resolve(DIRECTORY).toString());
    }

    @Override
    public Model open(DeployedModel model) throws BadModelException {
        if (model.getDigest().equals(documentDigest)) {
            return OnnxModel.load(documentFile, contract);
        }
        try (ModelStore store = ModelStore.at(location)) {
            return OnnxModel.load(store.fetch(model.getDigest()), contract);
        } catch (ModelStoreException e) {
            throw new BadModelException(String.valueOf(e.getMessage()), e);
        }
    }
}
