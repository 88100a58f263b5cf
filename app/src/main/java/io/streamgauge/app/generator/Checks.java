package io.streamgauge.app.generator;

/** Conditions on a configuration, with a message that says what was seen. */
final class Checks {

    private Checks() {}

    static void check(boolean condition, String message, Object seen) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(java.util.Locale.ROOT, message, seen));
        }
    }
}
