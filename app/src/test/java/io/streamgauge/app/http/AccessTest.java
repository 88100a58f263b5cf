package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what those outside may learn. */
class AccessTest {

    private static final String TOKEN = "4f6d-a-long-enough-token";

    private static HttpSettings withToken() {
        return new HttpSettings(
                HttpSettings.LOOPBACK,
                0,
                Optional.of(AccessToken.of(TOKEN)),
                Optional.empty(),
                HttpSettings.MOST_ENTITIES);
    }

    @Test
    void withATokenNothingIsSaidWithoutIt() {
        try (TestingApi api = new TestingApi(withToken(), HttpClient.newHttpClient())) {
            for (String path : List.of("/v1/status", "/metrics", "/openapi.json", "/v1/features/customer/c1")) {
                TestingApi.Reply reply = api.get(path);
                assertThat(reply.status()).as(path).isEqualTo(401);
                assertThat(reply.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                assertThat(reply.text()).doesNotContain(TOKEN);
            }
            TestingApi.Reply feast = api.post("/get-online-features", "{}");
            assertThat(feast.status()).isEqualTo(401);
            assertThat(feast.json().get("detail").asText()).startsWith("this needs the token");
            assertThat(api.post("/v1/features/customer", "{}").status()).isEqualTo(401);
            assertThat(api.get("/nowhere").status()).as("nor what there is").isEqualTo(401);
            assertThat(api.get("/v1/status", "Authorization", "Bearer " + TOKEN).status())
                    .isEqualTo(200);
            assertThat(api.get("/v1/status", "Authorization", "bearer " + TOKEN).status())
                    .isEqualTo(200);
            for (String wrong : List.of("Bearer " + TOKEN + "x", "Bearer ", "Basic " + TOKEN, TOKEN, "Bearer4f6d")) {
                assertThat(api.get("/v1/status", "Authorization", wrong).status())
                        .as(wrong)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void healthAndTheEmptyPageNeedNone() {
        try (TestingApi api = new TestingApi(withToken(), HttpClient.newHttpClient())) {
            for (String path : List.of("/health/live", "/health/ready", "/")) {
                assertThat(api.get(path).status()).as(path).isEqualTo(200);
            }
            assertThat(api.get("/").text())
                    .as("the page shows the token that stands after # in its address, which no server sees")
                    .contains("location.hash");
        }
    }

    @Test
    void aTokenIsNeverShown() {
        assertThat(AccessToken.of(TOKEN).toString()).doesNotContain(TOKEN);
        assertThat(withToken().toString()).doesNotContain(TOKEN);
        assertThatThrownBy(() -> AccessToken.of("short"))
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> AccessToken.of("long enough, but it has spaces"))
                .hasMessageNotContaining("spaces");
    }

    @Test
    void noAnswerTellsOfTheInside() throws IOException {
        try (TestingApi api = new TestingApi()) {
            api.reads.failure = Optional.of(new IllegalStateException("secret detail"));
            for (TestingApi.Reply reply : List.of(
                    api.get("/v1/features/customer/c1?at=2018-04-01T00:00:00Z"),
                    api.post(
                            "/v1/features/customer",
                            "{\"entities\":[{\"customer_id\":\"c1\"}],\"at\":\"2018-04-01T00:00:00Z\"}"))) {
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.text()).doesNotContain("secret", "\tat ");
            }
            for (String request :
                    List.of("GET /%ZZ HTTP/1.1", "NONSENSE", "GET /../../etc/passwd HTTP/1.1", "GET / HTTP/9.9")) {
                assertThat(raw(api, request + "\r\nHost: x\r\nConnection: close\r\n\r\n"))
                        .as(request)
                        .matches("(?s)HTTP/1.1 (4\\d\\d|505) .*")
                        .doesNotContain("\tat ", "Caused by", "Jetty(", "root:");
            }
        }
    }

    private static String raw(TestingApi api, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            }
        }
    }

    @Test
    void servesOverTlsFromPemFiles(@TempDir Path folder) throws Exception {
        for (String algorithm : List.of("RSA", "EC")) {
            TestingCertificate made = TestingCertificate.make(folder, algorithm);
            HttpSettings settings =
                    new HttpSettings(HttpSettings.LOOPBACK, 0, Optional.empty(), Optional.of(made.files()), 500);
            try (TestingApi api = new TestingApi(
                    settings, HttpClient.newBuilder().sslContext(made.trusted()).build())) {
                assertThat(api.api.url()).startsWith("https://127.0.0.1:");
                assertThat(api.get("/v1/status").status()).as(algorithm).isEqualTo(200);
            }
        }
    }

    @Test
    void aWrongCertificateOrKeyIsNamed(@TempDir Path folder) throws Exception {
        TlsFiles good = TestingCertificate.make(folder, "EC").files();
        Path text = Files.writeString(folder.resolve("text.pem"), "no PEM");
        Path former = Files.writeString(
                folder.resolve("rsa.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> new TlsFiles(text, good.key()).check()).hasMessageContaining("text.pem");
        assertThatThrownBy(() -> new TlsFiles(good.certificate(), text).check())
                .hasMessageContaining("holds no private key that is PKCS #8");
        assertThatThrownBy(() -> new TlsFiles(good.certificate(), former).check())
                .hasMessageContaining("openssl pkcs8 -topk8");
        assertThatThrownBy(() -> new TlsFiles(folder.resolve("none.pem"), good.key()).check())
                .hasMessageContaining("none.pem");
    }
}
