package io.streamgauge.scoring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpCredentialsTest {

    private static final URI SAFE = URI.create("https://models.example.com/fraud");
    private static final String TOKEN = "STREAMGAUGE_MODEL_STORE_TOKEN";
    private static final String USER = "STREAMGAUGE_MODEL_STORE_USER";
    private static final String PASSWORD = "STREAMGAUGE_MODEL_STORE_PASSWORD";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aTokenOrAUserWithAPasswordIsSent() throws Exception {
        assertThat(HttpCredentials.of(SAFE, Map.of()).header()).isEmpty();
        assertThat(HttpCredentials.of(SAFE, Map.of(TOKEN, "abc")).header()).contains("Bearer abc");
        assertThat(HttpCredentials.of(SAFE, Map.of(USER, "Aladdin", PASSWORD, "open sesame"))
                        .header())
                .as("the example of RFC 7617")
                .contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        Path file = Files.writeString(directory.resolve("token"), "from a file\n");
        assertThat(HttpCredentials.of(SAFE, Map.of(TOKEN + "_FILE", file.toString()))
                        .header())
                .contains("Bearer from a file");
        assertThat(HttpCredentials.of(SAFE, Map.of(USER, "u", PASSWORD + "_FILE", file.toString()))
                        .header())
                .isPresent();
        assertThat(HttpCredentials.of(URI.create("http://127.0.0.1:8080/m"), Map.of(TOKEN, "abc"))
                        .header())
                .isPresent();
    }

    @Test
    void whatContradictsItselfOrWouldBeReadByOthersIsRefused() {
        refused(SAFE, Map.of(TOKEN, "secret", USER, "u", PASSWORD, "secret"), "by a token or by a user, not both");
        refused(SAFE, Map.of(TOKEN, "secret", TOKEN + "_FILE", "f"), TOKEN + " and " + TOKEN + "_FILE are both set");
        refused(SAFE, Map.of(USER, "u"), USER + " is set without " + PASSWORD);
        refused(SAFE, Map.of(PASSWORD, "secret"), PASSWORD + " is set without " + USER);
        refused(SAFE, Map.of(USER, "u:v", PASSWORD, "secret"), "holds a colon");
        refused(SAFE, Map.of(TOKEN, ""), "what " + TOKEN + " holds is empty");
        refused(SAFE, Map.of(TOKEN, "secret\nsecret"), "what " + TOKEN + " holds is no single line of text");
        refused(
                SAFE,
                Map.of(TOKEN + "_FILE", directory.resolve("none").toString()),
                "the file of " + TOKEN + "_FILE, " + directory.resolve("none") + ", cannot be read");
        refused(
                URI.create("http://models.example.com/fraud"),
                Map.of(TOKEN, "secret"),
                "the credentials of " + TOKEN + " are not sent to http://models.example.com/fraud");
        refused(
                URI.create("http://127.example.com/fraud"),
                Map.of(TOKEN, "secret"),
                "the credentials of " + TOKEN + " are not sent to http://127.example.com/fraud");
    }

    private static void refused(URI location, Map<String, String> environment, String why) {
        assertThatThrownBy(() -> HttpCredentials.of(location, environment))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("secret"));
    }
}
