package io.streamgauge.app;

import java.util.List;

/**
 * Whether a person is looking at what the process prints. The launcher knows and says so in a system property; the JDK's
 * own answer changed its meaning in version 22.
 */
public final class Terminal {

    private static final String PROPERTY = "streamgauge.terminal";

    private Terminal() {}

    /** Whether stdout is a terminal that understands control sequences. */
    public static boolean out() {
        return has("out");
    }

    /** Whether stderr is a terminal that understands control sequences. */
    public static boolean err() {
        return has("err");
    }

    private static boolean has(String stream) {
        return List.of(System.getProperty(PROPERTY, "").split(",")).contains(stream)
                && !"dumb".equals(System.getenv("TERM"));
    }
}
