package io.streamgauge.app.cli;

import java.util.regex.Pattern;

/**
 * Values as they may be shown. What is called like a secret is hidden, and so is who a URL logs in as; a reference to where a
 * secret is, such as {@code ${env:NAME}}, is none.
 */
final class Masked {

    static final String HIDDEN = "[hidden]";

    private static final Pattern SECRET =
            Pattern.compile("(?i)pass|secret|token|credential|jaas|user\\.?info|api[._-]?key|private|authorization"
                    + "|(^|[._-])(pw|pwd|key)$");
    /** Where a secret is, is none. */
    private static final Pattern PLACE = Pattern.compile("[._-](file|location)$");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|dir|file):[^}]+}");
    private static final Pattern LOGIN = Pattern.compile("//[^\\s,]+@");

    private Masked() {}

    static String value(String name, String value) {
        if (REFERENCE.matcher(value).matches()) {
            return value;
        }
        return SECRET.matcher(name).find() && !PLACE.matcher(name).find()
                ? HIDDEN
                : LOGIN.matcher(value).replaceAll("//" + HIDDEN + "@");
    }
}
