package io.streamgauge.schemas.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Values of client properties that name where the value is, so that no secret is written down or sent along: {@code
 * ${env:NAME}} an environment variable, {@code ${dir:/run/secrets:name}} a file of a directory, {@code ${file:/path:key}} a
 * key of a properties file. Whoever opens the connection looks it up, in its own process.
 */
public final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|dir|file):[^}]+}");
    private static final String PROVIDERS = "config.providers";

    private References() {}

    /** Tells Kafka's clients how to look references up, if there are any and nothing is said of it. */
    public static Map<String, String> withProviders(Map<String, String> properties) {
        if (properties.containsKey(PROVIDERS) || !any(properties)) {
            return properties;
        }
        Map<String, String> all = new HashMap<>(properties);
        all.put(PROVIDERS, "env,dir,file");
        all.put(PROVIDERS + ".env.class", EnvVarConfigProvider.class.getName());
        all.put(PROVIDERS + ".dir.class", DirectoryConfigProvider.class.getName());
        all.put(PROVIDERS + ".file.class", FileConfigProvider.class.getName());
        return all;
    }

    /** The values themselves. A reference to what is not there stays as it is. */
    public static Map<String, String> resolved(Map<String, String> properties) {
        if (!any(properties)) {
            return properties;
        }
        try (EnvVarConfigProvider environment = new EnvVarConfigProvider();
                DirectoryConfigProvider directory = new DirectoryConfigProvider();
                FileConfigProvider file = new FileConfigProvider()) {
            Map<String, ConfigProvider> providers = Map.of("env", environment, "dir", directory, "file", file);
            providers.values().forEach(provider -> provider.configure(Map.of()));
            return new ConfigTransformer(providers).transform(properties).data();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look up a reference", e);
        }
    }

    private static boolean any(Map<String, String> properties) {
        return properties.values().stream()
                .anyMatch(value -> REFERENCE.matcher(value).find());
    }
}
