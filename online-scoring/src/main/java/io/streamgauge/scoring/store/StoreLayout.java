package io.streamgauge.scoring.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which key holds what: files by digest, registrations by name and version. Slashes divide keys. */
final class StoreLayout {

    static final String RECORDS = "models/";
    private static final String FILES = "files/";
    private static final Pattern RECORD = Pattern.compile("models/([^/]+)/([^/]+)\\.json");

    private StoreLayout() {}

    static String file(String digest) {
        if (!Digests.isDigest(digest)) {
            throw new IllegalArgumentException("'" + digest + "' is no SHA-256; expected 64 digits 0-9 and a-f");
        }
        return FILES + digest + ".onnx";
    }

    static String record(String name, String version) {
        return RECORDS + ModelRegistration.checkWord("name", name) + "/"
                + ModelRegistration.checkWord("version", version) + ".json";
    }

    /** Name and version of a registration. */
    record Key(String name, String version) {}

    /** What a key of the store is the registration of; empty when of none. */
    static Optional<Key> key(String key) {
        Matcher record = RECORD.matcher(key);
        return record.matches()
                        && ModelRegistration.isWord(record.group(1))
                        && ModelRegistration.isWord(record.group(2))
                ? Optional.of(new Key(record.group(1), record.group(2)))
                : Optional.empty();
    }
}
