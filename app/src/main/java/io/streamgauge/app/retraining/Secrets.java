package io.streamgauge.app.retraining;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.drift.definition.Delivery.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where secrets are looked up. What is found is never part of a message.
 *
 * @param environment variables
 * @param directory that relative paths of files start from
 */
record Secrets(Map<String, String> environment, Path directory) {

    /**
     * The secret, without white space around it.
     *
     * @throws CommandFailedException when there is none
     */
    String find(Secret secret) {
        String found = secret.inFile() ? read(secret.name()) : environment.getOrDefault(secret.name(), "");
        if (found.isBlank()) {
            throw new CommandFailedException("drift.deliver: "
                    + (secret.inFile() ? "the file " : "the environment variable ") + secret.name() + " is "
                    + (secret.inFile() || environment.containsKey(secret.name()) ? "empty" : "not set"));
        }
        return found.strip();
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new CommandFailedException("drift.deliver: cannot read the secret in " + file + ": " + e, e);
        }
    }
}
