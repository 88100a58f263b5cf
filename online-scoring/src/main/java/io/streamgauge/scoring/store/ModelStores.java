package io.streamgauge.scoring.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells kinds of locations apart. */
final class ModelStores {

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
    private static final Path CACHE = Path.of(System.getProperty("user.home", "."), ".cache", "streamgauge", "models");
    private static final long CACHE_BYTES = 1L << 30;
    /** Greatest size of a file from elsewhere: the digest is known only once all of it is here. */
    private static final int MAX_BYTES = 512 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private ModelStores() {}

    static ModelStore at(String location) throws ModelStoreException {
        Matcher url = URL.matcher(location);
        try {
            if (!url.matches()) {
                return new DirectoryModelStore(Path.of(location));
            }
            return switch (url.group(1)) {
                case "file" -> new DirectoryModelStore(Path.of(URI.create(location)));
                case "http", "https" -> http(URI.create(location));
                default ->
                    throw new ModelStoreException("no model store can be at '" + location
                            + "'; allowed: a directory, or a URL that begins with file:, http: or https:");
            };
        } catch (IllegalArgumentException e) {
            throw new ModelStoreException("no model store can be at '" + location + "': " + e.getMessage(), e);
        }
    }

    private static ModelStore http(URI location) throws ModelStoreException {
        if (location.getHost() == null || location.getQuery() != null || location.getFragment() != null) {
            throw new ModelStoreException("no model store can be at '" + location
                    + "'; expected a host and a folder, such as https://models.example.com/fraud");
        }
        return new HttpModelStore(location.toString(), new ModelCache(CACHE, CACHE_BYTES), MAX_BYTES, LIMIT);
    }
}
