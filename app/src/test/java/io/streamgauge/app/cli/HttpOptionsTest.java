package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HttpOptionsTest {

    private static final String TOKEN = "4f6d-a-long-enough-token";

    @Test
    void isOnLoopbackAndOpenUnlessToldOtherwise() {
        HttpSettings settings = of(Map.of()).settings();
        assertThat(settings).isEqualTo(HttpSettings.loopback(0));
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(of(Map.of()).warning()).isEmpty();
    }

    @Test
    void aTokenComesFromTheEnvironmentOrAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        assertThat(of(Map.of("STREAMGAUGE_HTTP_TOKEN", TOKEN)).settings().token())
                .isPresent();
        assertThat(of(Map.of(), "--http-token-file", file.toString()).settings().token())
                .isPresent();
        assertRefused(
                of(Map.of("STREAMGAUGE_HTTP_TOKEN", TOKEN), "--http-token-file", file.toString()), "are both given");
        assertRefused(
                of(Map.of("STREAMGAUGE_HTTP_TOKEN", "short")), "STREAMGAUGE_HTTP_TOKEN: the token has 5 characters");
        assertRefused(of(Map.of(), "--http-token-file", "none"), "cannot read --http-token-file none");
        assertThat(TestingCli.run("run", "--help").out())
                .contains("--http-token-file")
                .doesNotContain("--http-token ");
    }

    @Test
    void whoLetsOthersInWithoutATokenIsTold() {
        assertThat(of(Map.of(), "--host", "0.0.0.0").warning().orElseThrow())
                .startsWith("the HTTP API on 0.0.0.0 answers everyone who can reach it");
        assertThat(of(Map.of("STREAMGAUGE_HTTP_TOKEN", TOKEN), "--host", "0.0.0.0")
                        .warning())
                .isEmpty();
        assertThat(of(Map.of("STREAMGAUGE_HOST", "0.0.0.0")).settings().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void limitsAndFilesAreChecked() {
        assertThat(of(Map.of(), "--max-entities", "2000").settings().mostEntities())
                .isEqualTo(2_000);
        assertRefused(of(Map.of(), "--max-entities", "0"), "--max-entities is 0; allowed: 1 to 10000");
        assertThat(of(Map.of()).settings().mostExchangeBytes()).isEqualTo(128L << 20);
        assertThat(of(Map.of(), "--max-exchange-mb", "7").settings().mostExchangeBytes())
                .isEqualTo(7L << 20);
        assertRefused(of(Map.of(), "--max-exchange-mb", "0"), "--max-exchange-mb is 0; allowed: 1 to 1024");
        assertRefused(of(Map.of(), "--tls-cert", "c.pem"), "--tls-key is missing");
        assertRefused(of(Map.of(), "--tls-key", "k.pem"), "--tls-cert is missing");
        assertRefused(of(Map.of(), "--tls-key", "k.pem", "--tls-cert", "c.pem"), "k.pem");
    }

    private static void assertRefused(HttpOptions options, String message) {
        assertThatThrownBy(options::settings)
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(TOKEN);
    }

    private static HttpOptions of(Map<String, String> environment, String... words) {
        HttpOptions options = new HttpOptions();
        new CommandLine(options)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .parseArgs(words);
        return options;
    }
}
