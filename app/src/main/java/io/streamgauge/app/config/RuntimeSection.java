package io.streamgauge.app.config;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Duration;

/** Reads {@code runtime: {threads: 2, commit_interval: 20ms}}; every key has a default. */
final class RuntimeSection {

    static final Table TABLE = Table.named("runtime")
            .optional("threads", Property.Type.LONG, "2", "Threads of the topology in one process, 1 to 64.")
            .optional(
                    "commit_interval",
                    Property.Type.DURATION,
                    "20ms",
                    "How often the topology commits while it keeps up, 1ms to 60s; a prediction is seen about one interval per re-keying after its event. A thread with a backlog commits every 200ms, if that is longer.")
            .optional(
                    "task_idle",
                    Property.Type.DURATION,
                    "0s",
                    "How long to wait for a partition with no record yet before going on without it; 0s waits only for records the broker is known to hold.")
            .optional(
                    "partitions",
                    Property.Type.LONG,
                    "4",
                    "Partitions of the topics that the embedded broker makes, 1 to 256.")
            .optional(
                    "corrections",
                    Property.Type.BOOLEAN,
                    "false",
                    "Whether the vector of an event is published again, to `<pipeline>.corrections`, when an event that came out of order changes it. Views then keep the scored events of the last hours or days; `streamgauge validate` says of how long.")
            .optional(
                    "cache_mb",
                    Property.Type.LONG,
                    "32",
                    "Memory for state rows between commits in MiB, all threads together, 0 to 4096. Besides it, each view keeps the states of the entities used last on the heap, up to about 32 MiB in each of its tasks, one per partition.")
            .optional(
                    "retention",
                    Property.Type.DURATION,
                    "0s",
                    "How far back from the watermark reads over HTTP (`at`) are exact, 0s to 3650d. Rows keep events that much longer than their windows need.")
            .optional(
                    "store_cache_mb",
                    Property.Type.LONG,
                    "128",
                    "Memory for RocksDB in MiB, all stores of the process together, 16 to 65536: the blocks read last, index and filters, and in at most half of it what is not on disk yet.")
            .optional(
                    "standbys",
                    Property.Type.LONG,
                    "0",
                    "How many other instances keep a copy of each row, 0 to 10. A copy answers reads while who takes in the events is down, moved or restored, and goes on in its place at once. It takes as much disk as the rows.")
            .optional(
                    "standby_lag",
                    Property.Type.DURATION,
                    "10s",
                    "How far behind a copy may be that answers reads, 1s or more. Beyond it reads are refused, with 503.")
            .build();

    private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);
    private static final Duration LONGEST_COMMIT = Duration.ofMinutes(1);
    /** How far a copy is behind is measured a few times a second. */
    private static final Duration SHORTEST_LAG = Duration.ofSeconds(1);

    /** What holds when the section is left out. */
    static final RuntimeDefinition DEFAULTS = defaults();

    private RuntimeSection() {}

    private static RuntimeDefinition defaults() {
        Problems none = new Problems();
        RuntimeDefinition defaults = read(YamlDocument.parse("runtime", "{}"), none);
        none.throwIfAny();
        return defaults;
    }

    static RuntimeDefinition read(ConfigNode node, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        Duration commit = settings.duration("commit_interval");
        if (commit.isZero() || commit.compareTo(LONGEST_COMMIT) > 0) {
            problems.add(
                    settings.at("commit_interval"),
                    "'" + Durations.format(commit) + "' is out of range; allowed: 1ms to 60s");
        }
        if (settings.duration("retention").compareTo(LONGEST_RETENTION) > 0) {
            problems.add(
                    settings.at("retention"),
                    "'" + Durations.format(settings.duration("retention")) + "' is out of range; allowed: 0s to 3650d");
        }
        Duration lag = settings.duration("standby_lag");
        if (lag.compareTo(SHORTEST_LAG) < 0) {
            problems.add(
                    settings.at("standby_lag"), "'" + Durations.format(lag) + "' is out of range; allowed: 1s or more");
        }
        return new RuntimeDefinition(
                whole(settings, "threads", 1, 64, problems),
                commit,
                settings.duration("task_idle"),
                whole(settings, "partitions", 1, 256, problems),
                settings.bool("corrections"),
                whole(settings, "cache_mb", 0, 4096, problems),
                settings.duration("retention"),
                whole(settings, "store_cache_mb", 16, 65_536, problems),
                whole(settings, "standbys", 0, 10, problems),
                lag);
    }

    private static int whole(Settings settings, String key, int least, int most, Problems problems) {
        long value = settings.longValue(key);
        if (value < least || value > most) {
            problems.add(settings.at(key), value + " is out of range; allowed: " + least + " to " + most);
            return least;
        }
        return (int) value;
    }
}
