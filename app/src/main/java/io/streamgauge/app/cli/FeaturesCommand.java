package io.streamgauge.app.cli;

import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.store.definition.CatalogueEntry;
import io.streamgauge.store.definition.FeatureCatalogue;
import io.streamgauge.store.definition.FeatureDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code features}: the catalogue of a pipeline's features. */
@Command(
        name = "features",
        description =
                "The catalogue of a pipeline's features: what each is, over which window, how exact, whose, at what"
                        + " cost.",
        synopsisSubcommandLabel = "list|show",
        subcommands = {FeaturesListCommand.class, FeaturesShowCommand.class})
final class FeaturesCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what of the features? One of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /**
     * Every feature of a pipeline document.
     *
     * @param vectors names that stand for several of them
     */
    record Catalogue(List<CatalogueEntry> entries, Map<String, List<String>> vectors) {

        static Catalogue of(Path pipeline) {
            FeatureDefinition features = PipelineFile.loadWithoutModel(pipeline).features();
            return new Catalogue(new FeatureCatalogue(features).entries(), features.vectors());
        }
    }
}
