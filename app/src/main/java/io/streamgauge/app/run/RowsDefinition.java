package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which views the state rows of a data directory belong to. A row holds the columns its view aggregates and nothing that
 * names them, so rows of other views would be read as numbers they are not.
 */
final class RowsDefinition {

    private static final String FILE = "views.sha256";

    private RowsDefinition() {}

    /**
     * Notes the views of a new directory, and holds a used one to those it was made with. On-demand features keep no
     * state and may change.
     *
     * @throws WrongUsageException when the views have changed
     */
    static void hold(Path directory, FeatureDefinition features) {
        String views = DefinitionHash.of(new FeatureDefinition(
                features.pipeline(), features.sources(), features.scored(), features.views(), Map.of()));
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, views + "\n");
            } else if (!Files.readString(file).strip().equals(views)) {
                throw new WrongUsageException("the sources or feature views of pipeline " + features.pipeline()
                        + " are not those that made the state in " + directory
                        + "; undo the change, or start anew with another --data-dir (and on a shared cluster another"
                        + " pipeline name)");
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot read or write " + file + ": " + e, e);
        }
    }
}
