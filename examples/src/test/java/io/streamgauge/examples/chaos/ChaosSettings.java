package io.streamgauge.examples.chaos;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long and how hard: system properties, small unless told otherwise. */
final class ChaosSettings {

    private ChaosSettings() {}

    /** {@code -Dchaos.kills}: how often each part is killed. */
    static int kills() {
        return Integer.getInteger("chaos.kills", 1);
    }

    /** {@code -Dchaos.events}: events of a replay. */
    static int events() {
        return Integer.getInteger("chaos.events", 20_000);
    }

    /** {@code -Dchaos.malformed}: records that are no events. */
    static int malformed() {
        return Integer.getInteger("chaos.malformed", 20_000);
    }

    /** {@code -Dchaos.soak}: how long the soak takes, such as PT1H. */
    static Duration soak() {
        return Duration.parse(System.getProperty("chaos.soak", "PT1M"));
    }

    /** {@code -Dchaos.soak.rate}: the most events a second of the soak, where half of what an instance takes is more. */
    static double soakPerSecond() {
        return Double.parseDouble(System.getProperty("chaos.soak.rate", "Infinity"));
    }

    /** {@code -Dchaos.before}: the folder that an earlier version was built into, with its jar and {@code lib}; null for none. */
    static @Nullable Path before() {
        String folder = System.getProperty("chaos.before");
        return folder == null ? null : Path.of(folder);
    }

    /** {@code -Dchaos.seed}: of the moments and the records drawn. */
    static long seed() {
        return Long.getLong("chaos.seed", 7);
    }
}
