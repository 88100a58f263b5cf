package io.streamgauge.scoring.store;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of a bucket, {@code s3://bucket/folder?region=eu-west-1&endpoint=https://s3.example.com&path_style=true}.
 *
 * @param bucket name of the bucket
 * @param prefix what all keys begin with: empty, or ends with a slash
 * @param region where the bucket is; empty leaves it to the environment
 * @param endpoint URL of the server; empty is that of AWS, or what the environment says
 * @param pathStyle whether the bucket is part of the path rather than of the host name
 * @param text as the user wrote it
 */
record S3Location(
        String bucket,
        String prefix,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<Boolean> pathStyle,
        String text) {

    private static final Pattern URL = Pattern.compile("s3://([^/?#@:]*)(/[^?#]*)?(\\?([^#]*))?");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()/-]*");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");
    private static final List<String> KEYS = List.of("region", "endpoint", "path_style");

    /** @throws ModelStoreException when it is none */
    static S3Location of(String text) throws ModelStoreException {
        Matcher url = URL.matcher(text);
        if (!url.matches() || !BUCKET.matcher(url.group(1)).matches()) {
            throw wrong(
                    text,
                    "expected a bucket and a folder, such as s3://models/fraud; credentials are taken from the"
                            + " environment, not from the URL");
        }
        String folder = url.group(2) == null ? "" : url.group(2).replaceAll("^/+|/+$", "");
        if (!PREFIX.matcher(folder).matches() || folder.contains("//")) {
            throw wrong(text, "the folder may have letters, digits and !_.*'()/-");
        }
        Map<String, String> query = query(text, url.group(4));
        return new S3Location(
                url.group(1),
                folder.isEmpty() ? "" : folder + "/",
                region(text, query),
                endpoint(text, query),
                pathStyle(text, query),
                text);
    }

    private static Map<String, String> query(String text, String query) throws ModelStoreException {
        Map<String, String> read = new HashMap<>();
        if (query == null) {
            return read;
        }
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            if (!KEYS.contains(key) || equals == part.length() - 1 || equals < 0) {
                throw wrong(text, "'" + key + "' is not understood; allowed: " + String.join("=, ", KEYS) + "=");
            }
            if (read.put(key, part.substring(equals + 1)) != null) {
                throw wrong(text, key + " is there twice");
            }
        }
        return read;
    }

    private static Optional<String> region(String text, Map<String, String> query) throws ModelStoreException {
        String region = query.get("region");
        if (region != null && !REGION.matcher(region).matches()) {
            throw wrong(text, "'" + region + "' is no region; expected one such as eu-west-1");
        }
        return Optional.ofNullable(region);
    }

    private static Optional<URI> endpoint(String text, Map<String, String> query) throws ModelStoreException {
        String endpoint = query.get("endpoint");
        if (endpoint == null) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(endpoint);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw wrong(text, "the endpoint is no URL such as https://s3.example.com");
    }

    private static Optional<Boolean> pathStyle(String text, Map<String, String> query) throws ModelStoreException {
        String style = query.get("path_style");
        if (style == null) {
            return Optional.empty();
        }
        if (!style.equals("true") && !style.equals("false")) {
            throw wrong(text, "path_style is '" + style + "'; allowed: true, false");
        }
        return Optional.of(style.equals("true"));
    }

    private static ModelStoreException wrong(String text, String why) {
        return new ModelStoreException(
                "no model store can be at '" + text.replaceAll("//[^/?@]*@", "//...@") + "': " + why);
    }
}
