package io.streamgauge.app.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What a caller must show: {@code Authorization: Bearer <token>}. Never part of a message. */
public final class AccessToken {

    /** A token as short as a word would be guessed. */
    public static final int LEAST_CHARACTERS = 16;

    private static final String SCHEME = "Bearer ";

    private final String text;
    private final byte[] hash;

    private AccessToken(String text) {
        this.text = text;
        this.hash = sha256(text);
    }

    /**
     * A token by its text.
     *
     * @throws IllegalArgumentException when it is too short, or cannot stand in a header; the message does not show it
     */
    public static AccessToken of(String token) {
        if (token.length() < LEAST_CHARACTERS || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the token has " + token.length()
                    + " characters, or some that cannot stand in a header; allowed: at least " + LEAST_CHARACTERS
                    + " visible ASCII characters, no space");
        }
        return new AccessToken(token);
    }

    /** The header by which this instance shows it to others of its pipeline. */
    public String authorization() {
        return SCHEME + text;
    }

    /** Whether a caller showed it. The time this takes does not tell how much of it was right. */
    boolean shownIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        hash, sha256(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "a token";
    }
}
