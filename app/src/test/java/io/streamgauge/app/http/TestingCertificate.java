package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of 127.0.0.1 that the JDK's own tool signs with its own key, in PEM files of a folder. */
public final class TestingCertificate {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore store;
    private final TlsFiles files;

    private TestingCertificate(KeyStore store, TlsFiles files) {
        this.store = store;
        this.files = files;
    }

    /**
     * Makes one.
     *
     * @param algorithm of the key: RSA or EC
     */
    public static TestingCertificate make(Path folder, String algorithm) throws Exception {
        Files.createDirectories(folder);
        Path file = folder.resolve(algorithm + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=streamgauge",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestingCertificate(
                store,
                new TlsFiles(
                        pem(
                                folder.resolve("cert.pem"),
                                "CERTIFICATE",
                                store.getCertificate("server").getEncoded()),
                        pem(
                                folder.resolve("key.pem"),
                                "PRIVATE KEY",
                                store.getKey("server", PASSWORD).getEncoded())));
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                        + "-----\n");
    }

    public TlsFiles files() {
        return files;
    }

    /** Trusts this certificate and no other. */
    public SSLContext trusted() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
