package io.streamgauge.scoring.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

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
                case "s3" -> s3(S3Location.of(location));
                default ->
                    throw new ModelStoreException("no model store can be at '" + location
                            + "'; allowed: a directory, or a URL that begins with file:, http:, https: or s3:");
            };
        } catch (IllegalArgumentException e) {
            throw new ModelStoreException("no model store can be at '" + location + "': " + e.getMessage(), e);
        }
    }

    private static ModelStore http(URI location) throws ModelStoreException {
        if (location.getUserInfo() != null) {
            throw new ModelStoreException("the URL of a model store at " + location.getHost()
                    + " has credentials in it, which documents and logs would tell; set " + HttpCredentials.USER
                    + " and "
                    + HttpCredentials.PASSWORD);
        }
        if (location.getHost() == null || location.getQuery() != null || location.getFragment() != null) {
            throw new ModelStoreException("no model store can be at '" + location
                    + "'; expected a host and a folder, such as https://models.example.com/fraud");
        }
        return remote(new HttpObjects(location.toString(), HttpCredentials.of(location, System.getenv()), LIMIT));
    }

    private static ModelStore s3(S3Location location) throws ModelStoreException {
        return remote(
                new S3Objects(location, DefaultCredentialsProvider.builder().build(), LIMIT));
    }

    private static ModelStore remote(RemoteObjects objects) {
        return new RemoteModelStore(objects, new ModelCache(CACHE, CACHE_BYTES), MAX_BYTES);
    }
}
