package io.streamgauge.app.http;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A failure as Feast's Python server answers it: a JSON string. Where Feast has a class for it, the string holds JSON of
 * its own, with the class, from which Feast's client makes the exception again; else it is a sentence.
 */
final class FeastError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    private FeastError(int status, String body) {
        super(body);
        this.status = status;
        this.body = body;
    }

    private static FeastError of(int status, String name, String message) {
        return new FeastError(
                status,
                "{\"module\": \"feast.errors\", \"class\": " + Json.write(name) + ", \"message\": "
                        + Json.write(message) + "}");
    }

    static FeastError noService(String name, String project) {
        return of(
                404,
                "FeatureServiceNotFoundException",
                "Feature service " + name + " does not exist in project " + project);
    }

    static FeastError noView(String name, String project) {
        return of(
                404, "FeatureViewNotFoundException", "Feature view " + name + " does not exist in project " + project);
    }

    static FeastError noRequestData(List<String> fields) {
        return of(
                404,
                "RequestDataNotFoundInEntityRowsException",
                "Required request data source features " + listed(fields)
                        + " not found in the entity rows, but required by feature views");
    }

    static FeastError collision(Collection<String> names, boolean fullNames) {
        return of(
                500,
                "FeatureNameCollisionError",
                "Duplicate features named " + String.join(", ", names) + " found.\n"
                        + (fullNames
                                ? "Ask for each feature once."
                                : "Ask with 'full_feature_names=True', or for features that have different names."));
    }

    static FeastError plain(String sentence) {
        return new FeastError(500, sentence);
    }

    /** What Python makes of an error about a missing key: its message in quotes. */
    static FeastError quoted(String sentence) {
        return plain(sentence.contains("'") ? "\"" + sentence + "\"" : "'" + sentence + "'");
    }

    /** Names as Python prints a list of them. */
    static String listed(Collection<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    int status() {
        return status;
    }

    String body() {
        return body;
    }
}
