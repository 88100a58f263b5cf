package io.streamgauge.schemas.config;

/**
 * Something wrong in a pipeline document, as told to its author: what was seen, what is allowed.
 *
 * @param file name of the document
 * @param line line, from 1; 0 for the document as a whole
 * @param path dotted path of the key
 * @param message what was seen and what is allowed
 */
public record Problem(String file, int line, String path, String message) {

    /** {@code pipeline.yaml:12: features.customer.windows: message}. */
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
