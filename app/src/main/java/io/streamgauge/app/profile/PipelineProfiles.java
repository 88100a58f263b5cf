package io.streamgauge.app.profile;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.ProfileCheck;
import io.streamgauge.drift.ProfileSource;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.ReferenceMode;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles of a pipeline's models: the document's own out of its file, as it was at the start, that of a deployed model out of the
 * store where it is registered. Registrations do not change, so the answer does not either.
 */
public final class PipelineProfiles implements ProfileSource {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PipelineProfiles.class);

    private final String model;
    private final String version;
    private final byte[] document;
    private final String store;

    private PipelineProfiles(String model, String version, byte[] document, String store) {
        this.model = model;
        this.version = version;
        this.document = document;
        this.store = store;
    }

    /**
     * Those of a pipeline.
     *
     * @param store location of its model store
     * @throws WrongUsageException when the document's profile is none, or is one of other inputs
     */
    public static ProfileSource of(Pipeline pipeline, String store) {
        DriftDefinition drift = pipeline.drift().orElse(null);
        if (drift == null || drift.reference().mode() != ReferenceMode.FILE) {
            return ProfileSource.NONE;
        }
        Path file = Path.of(String.valueOf(drift.reference().file()));
        byte[] bytes = bytes(file);
        try {
            ProfileCheck.read(pipeline, bytes, "drift.reference.file: " + file);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
        return new PipelineProfiles(pipeline.model().name(), pipeline.model().version(), bytes, store);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new WrongUsageException("drift.reference.file: there is no file " + file
                    + "; 'streamgauge profile' makes one of the training data");
        } catch (IOException e) {
            throw new WrongUsageException("drift.reference.file: cannot read " + file + ": " + e);
        }
    }

    @Override
    public byte @Nullable [] find(ModelKey key) {
        if (key.name().equals(model) && key.version().equals(version)) {
            return document.clone();
        }
        try (ModelStore models = ModelStore.at(store)) {
            Optional<String> digest = models.find(key.name(), key.version())
                    .filter(registration -> registration.digest().equals(key.digest()))
                    .map(ModelRegistration::card)
                    .map(ModelCard::profile);
            if (digest.isEmpty()) {
                LOG.info("model {} {} has no profile: its first windows are its reference", key.name(), key.version());
                return null;
            }
            return Files.readAllBytes(models.fetch(digest.get()));
        } catch (ModelStoreException | IOException e) {
            throw new CommandFailedException(
                    "the profile of model " + key.name() + " " + key.version() + " cannot be had from " + store + ": "
                            + e.getMessage(),
                    e);
        } catch (IllegalArgumentException e) {
            // A document's model may have a name that no model of a store can have.
            return null;
        }
    }
}
