package io.streamgauge.scoring.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells kinds of locations apart. */
final class ModelStores {

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

    private ModelStores() {}

    static ModelStore at(String location) throws ModelStoreException {
        Matcher url = URL.matcher(location);
        try {
            if (!url.matches()) {
                return new DirectoryModelStore(Path.of(location));
            }
            if (url.group(1).equals("file")) {
                return new DirectoryModelStore(Path.of(URI.create(location)));
            }
        } catch (IllegalArgumentException e) {
            throw new ModelStoreException("no directory can be at '" + location + "': " + e.getMessage(), e);
        }
        throw new ModelStoreException(
                "no model store can be at '" + location + "'; allowed: a directory, or its file: URL");
    }
}
