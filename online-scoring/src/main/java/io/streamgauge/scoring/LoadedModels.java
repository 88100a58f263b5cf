package io.streamgauge.scoring;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.store.vector.FeatureValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loaded models of a pipeline by digest, each once, warm, for as long as somebody holds it. A task's scorers keep a session
 * open beyond that. Thread-safe.
 */
final class LoadedModels {

    /** Rows that a session runs before it serves: the first ones allocate, and are several times slower. */
    private static final int WARM_UP_ROWS = 50;

    private final ModelSource source;
    private final List<ModelContract.Value> vector;
    private final Map<String, Held> byDigest = new HashMap<>();

    /** @param vector what models are given */
    LoadedModels(ModelSource source, List<ModelContract.Value> vector) {
        this.source = source;
        this.vector = vector;
    }

    private static final class Held {

        private final Model model;
        private int holders;

        Held(Model model) {
            this.model = model;
        }
    }

    /** One holder's hold of a model; closing it twice gives it up once. */
    final class Hold implements AutoCloseable {

        private final String digest;
        private @Nullable Held held;

        private Hold(String digest, Held held) {
            this.digest = digest;
            this.held = held;
        }

        Model model() {
            if (held == null) {
                throw new IllegalStateException("the hold is given up");
            }
            return held.model;
        }

        @Override
        public void close() {
            synchronized (LoadedModels.this) {
                if (held != null && --held.holders == 0) {
                    byDigest.remove(digest);
                    held.model.close();
                }
                held = null;
            }
        }
    }

    /** Holds a model, which is loaded and warmed up when nobody holds it yet. */
    synchronized Hold hold(DeployedModel wanted) throws BadModelException {
        Held held = byDigest.get(wanted.getDigest());
        if (held == null) {
            held = new Held(loaded(wanted));
            byDigest.put(wanted.getDigest(), held);
        }
        held.holders++;
        return new Hold(wanted.getDigest(), held);
    }

    private Model loaded(DeployedModel wanted) throws BadModelException {
        Model model = source.open(wanted);
        try {
            if (!model.digest().equals(wanted.getDigest())) {
                throw new BadModelException("the file of model " + wanted.getName() + " " + wanted.getVersion()
                        + " has digest " + model.digest() + "; deployed is " + wanted.getDigest());
            }
            warmUp(model);
            return model;
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    private void warmUp(Model model) throws BadModelException {
        FeatureValues blank = new FeatureValues(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            if (vector.get(i).text()) {
                blank.set(i, "");
            } else {
                blank.set(i, 0);
            }
        }
        try (Scorer scorer = model.newScorer()) {
            for (int row = 0; row < WARM_UP_ROWS; row++) {
                scorer.score(blank);
            }
        } catch (ScoringException e) {
            throw new BadModelException("the model does not run: " + e.getMessage(), e);
        }
    }

    /** How many models are loaded. */
    synchronized int size() {
        return byDigest.size();
    }
}
