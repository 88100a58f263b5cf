package io.streamgauge.app.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Environment variables as defaults of options: {@code STREAMGAUGE_DATA_DIR} stands in for {@code --data-dir}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String PREFIX = "STREAMGAUGE_";

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)
                || option.usageHelp()
                || option.versionHelp()
                || option.type() == Map.class) {
            return null;
        }
        String value = environment.get(variable(option.longestName()));
        // Kubernetes sets <SERVICE>_PORT=tcp://address:port for a service that happens to be called streamgauge.
        return value == null || value.isBlank() || value.startsWith("tcp://") ? null : value;
    }

    /** {@code --data-dir} is {@code STREAMGAUGE_DATA_DIR}. */
    static String variable(String option) {
        return PREFIX + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
