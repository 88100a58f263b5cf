package io.streamgauge.app.retraining;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proof that a post comes from who knows the secret, and when it was made: {@code t=<seconds since 1970>,v1=<hex>}, where hex is
 * HMAC-SHA256 [1] of {@code <seconds>.<body>} with the secret for its key. Who checks it also refuses old seconds, so that a post
 * cannot be repeated by somebody else.
 *
 * <p>[1] Krawczyk, Bellare and Canetti, RFC 2104.
 */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    static String of(String secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] code = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
