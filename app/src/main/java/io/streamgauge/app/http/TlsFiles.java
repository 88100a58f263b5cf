package io.streamgauge.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A server's certificate and its key in PEM, as OpenSSL and certificate authorities write them.
 *
 * @param certificate the certificate, and after it those that vouch for it
 * @param key its private key: PKCS #8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /**
     * Reads both.
     *
     * @throws IllegalArgumentException when a file is not what it should be; the message says what to do
     */
    public void check() {
        keyStore();
    }

    /**
     * Whom this instance trusts when it asks others of its pipeline: the authorities that the JDK knows, and the certificates
     * in its own file, so those of one private authority, or one certificate for all.
     *
     * @throws IllegalArgumentException when a file is not what it should be; the message says what to do
     */
    public SSLContext trust() {
        try {
            TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            known.init((KeyStore) null);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (TrustManager manager : known.getTrustManagers()) {
                if (manager instanceof X509TrustManager authorities) {
                    add(store, "known", authorities.getAcceptedIssuers());
                }
            }
            add(store, "own", certificates());
            TrustManagerFactory all = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            all.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, all.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static void add(KeyStore store, String name, Certificate[] certificates) throws GeneralSecurityException {
        for (int i = 0; i < certificates.length; i++) {
            store.setCertificateEntry(name + i, certificates[i]);
        }
    }

    /**
     * Both as a key store without a password, which never leaves memory.
     *
     * @throws IllegalArgumentException when a file is not what it should be; the message says what to do
     */
    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("server", privateKey(), new char[0], certificates());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private Certificate[] certificates() throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    certificate + " is no certificate in PEM (-----BEGIN CERTIFICATE-----)", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + certificate + ": " + e, e);
        }
        throw new IllegalArgumentException(certificate + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(text());
        if (!pem.find() || !pem.group(1).isEmpty()) {
            throw new IllegalArgumentException(key + " holds no private key that is PKCS #8 and not encrypted"
                    + " (-----BEGIN PRIVATE KEY-----); make one with: openssl pkcs8 -topk8 -nocrypt -in " + key
                    + " -out key.pem");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> read = privateKey(algorithm, bytes);
            if (read.isPresent()) {
                return read.get();
            }
        }
        throw new IllegalArgumentException(key + " holds a private key of an unknown kind; allowed: " + ALGORITHMS);
    }

    private static Optional<PrivateKey> privateKey(String algorithm, byte[] bytes) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty(); // it is of another kind
        }
    }

    private String text() throws IOException {
        try {
            return Files.readString(key);
        } catch (IOException e) {
            throw new IOException("cannot read " + key + ": " + e, e);
        }
    }
}
