package io.streamgauge.scoring.store;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who asks a model store behind HTTP, out of the environment: a bearer token, or a user and a password. They are not part of the
 * location, which is written to documents and logs; and this says nothing of them, not even as text. Immutable.
 */
final class HttpCredentials {

    static final String TOKEN = "STREAMGAUGE_MODEL_STORE_TOKEN";
    static final String USER = "STREAMGAUGE_MODEL_STORE_USER";
    static final String PASSWORD = "STREAMGAUGE_MODEL_STORE_PASSWORD";
    /** Behind the name of a variable: the file that holds its value. */
    private static final String FILE = "_FILE";

    /** An address and no name: 127.example.com is anyone's. */
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

    static final HttpCredentials NONE = new HttpCredentials(Optional.empty(), "");

    private final Optional<String> header;
    private final String variable;

    private HttpCredentials(Optional<String> header, String variable) {
        this.header = header;
        this.variable = variable;
    }

    /**
     * Those for a location.
     *
     * @param environment variables by name
     * @throws ModelStoreException when they contradict each other, cannot be read, or would be sent for all to read
     */
    static HttpCredentials of(URI location, Map<String, String> environment) throws ModelStoreException {
        Optional<String> token = value(environment, TOKEN);
        Optional<String> user = Optional.ofNullable(environment.get(USER));
        Optional<String> password = value(environment, PASSWORD);
        if (token.isPresent() && (user.isPresent() || password.isPresent())) {
            throw new ModelStoreException(
                    TOKEN + " and " + USER + " are both set; a model store is asked by a token or by a user, not both");
        }
        if (user.isPresent() != password.isPresent()) {
            throw new ModelStoreException((user.isPresent() ? USER : PASSWORD) + " is set without "
                    + (user.isPresent() ? PASSWORD : USER) + "; set both");
        }
        if (token.isPresent()) {
            return at(location, new HttpCredentials(Optional.of("Bearer " + token.get()), TOKEN));
        }
        if (user.isPresent() && password.isPresent()) {
            if (user.get().indexOf(':') >= 0) {
                throw new ModelStoreException(USER + " holds a colon, which basic authentication cannot send");
            }
            byte[] both = (user.get() + ":" + password.get()).getBytes(StandardCharsets.UTF_8);
            return at(
                    location,
                    new HttpCredentials(
                            Optional.of("Basic " + Base64.getEncoder().encodeToString(both)), USER));
        }
        return NONE;
    }

    private static HttpCredentials at(URI location, HttpCredentials credentials) throws ModelStoreException {
        if (!"https".equals(location.getScheme()) && !isLoopback(location.getHost())) {
            throw new ModelStoreException("the credentials of " + credentials.variable + " are not sent to " + location
                    + ", where everyone on the way can read them; give an https URL");
        }
        return credentials;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || LOOPBACK.matcher(host).matches() || host.equals("[::1]");
    }

    private static Optional<String> value(Map<String, String> environment, String name) throws ModelStoreException {
        String value = environment.get(name);
        String file = environment.get(name + FILE);
        if (value != null && file != null) {
            throw new ModelStoreException(name + " and " + name + FILE + " are both set; set one");
        }
        if (file != null) {
            return Optional.of(checked(name + FILE, read(name + FILE, file)));
        }
        return value == null ? Optional.empty() : Optional.of(checked(name, value));
    }

    private static String read(String name, String file) throws ModelStoreException {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelStoreException("the file of " + name + ", " + file + ", cannot be read: " + e, e);
        }
    }

    private static String checked(String name, String value) throws ModelStoreException {
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new ModelStoreException(
                    "what " + name + " holds is " + (value.isEmpty() ? "empty" : "no single line of text"));
        }
        return value;
    }

    /** Value of the header {@code Authorization}. */
    Optional<String> header() {
        return header;
    }

    /** What to tell a user whom the server refuses. */
    String whenRefused() {
        return header.isPresent()
                ? "it does not take what " + variable + " holds"
                : "it may want credentials: set " + TOKEN + ", or " + USER + " and " + PASSWORD;
    }
}
