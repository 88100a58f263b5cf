package io.streamgauge.app.rollout;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.ModelSource;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.store.Digests;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deployed models out of the pipeline's model store; that of the document out of its own file, and when that was overwritten out
 * of the store as well. Thread-safe.
 */
public final class StoredModels implements ModelSource {

    private static final Logger LOG = LoggerFactory.getLogger(StoredModels.class);
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
        Optional<Model> document = model.getDigest().equals(documentDigest) ? document() : Optional.empty();
        return document.isPresent() ? document.get() : stored(model);
    }

    /** The model of the document's file; empty when another has taken its place since. */
    private Optional<Model> document() {
        try {
            OnnxModel loaded = OnnxModel.load(documentFile, contract);
            if (loaded.digest().equals(documentDigest)) {
                return Optional.of(loaded);
            }
            loaded.close();
            LOG.info("{} is not the file that it was at the start; the model store has that", documentFile);
        } catch (BadModelException e) {
            LOG.info("{} cannot be loaded any more; the model store has what it was: {}", documentFile, e.getMessage());
        }
        return Optional.empty();
    }

    private Model stored(DeployedModel model) throws BadModelException {
        try (ModelStore store = ModelStore.at(location)) {
            Path file = store.fetch(model.getDigest());
            Optional<String> other = otherVector(store, model);
            if (other.isPresent()) {
                throw new BadModelException(other.get());
            }
            return OnnxModel.load(file, contract);
        } catch (ModelStoreException e) {
            throw new BadModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether the model is registered for other values than it would get; the document's model need not be registered. */
    private Optional<String> otherVector(ModelStore store, DeployedModel model) {
        try {
            return store.find(model.getName(), model.getVersion())
                    .filter(registration -> registration.digest().equals(model.getDigest()))
                    .flatMap(registration -> registration.otherVector(contract.names()));
        } catch (ModelStoreException | IllegalArgumentException e) {
            // It was compared when it was deployed, and a copy of the file may be all there is while the store is away.
            LOG.warn(
                    "whether model {} {} is registered for the pipeline's vector cannot be told: {}",
                    model.getName(),
                    model.getVersion(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps the bytes of the document's model in the store, for when its file is another; where that cannot be, says so. */
    public void keepDocument() {
        try (ModelStore store = ModelStore.at(location)) {
            byte[] onnx = Files.readAllBytes(documentFile);
            if (Digests.of(onnx).equals(documentDigest)) {
                store.keep(onnx);
            } else {
                LOG.warn("{} was overwritten during the start; what it held is not kept", documentFile);
            }
        } catch (ModelStoreException | IOException e) {
            LOG.warn(
                    "the document's model cannot be kept in the model store {}: once {} is overwritten, no rollback can bring it"
                            + " back: {}",
                    location,
                    documentFile,
                    e.getMessage());
        }
    }
}
