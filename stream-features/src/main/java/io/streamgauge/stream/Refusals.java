package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.store.event.Origin;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Records of a source that were not let in, counted by cause: metric {@code refused-total} (and {@code refused-rate}) of
 * group {@code stream-ingest-metrics}, with tags {@code source}, {@code cause} and {@code task-id}. The first of each
 * cause is logged.
 */
final class Refusals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** What of a key or an id is logged; either may be of any length. */
    private static final int LONGEST = 100;

    private final ProcessingContext context;
    private final String source;
    private final Set<String> logged;
    private final Map<String, Sensor> sensors = new TreeMap<>();

    /**
     * @param logged causes already logged in this process; shared among the source's tasks
     */
    Refusals(ProcessingContext context, String source, Set<String> logged) {
        this.context = context;
        this.source = source;
        this.logged = logged;
    }

    static Set<String> noneLogged() {
        return ConcurrentHashMap.newKeySet();
    }

    /**
     * @param key of the record
     * @param id of its event; null when it could not be read so far
     */
    void count(String cause, String message, String topic, Origin origin, byte @Nullable [] key, @Nullable String id) {
        sensors.computeIfAbsent(cause, this::sensor).record();
        if (logged.add(cause)) {
            LoggingEventBuilder line = LOG.atWarn()
                    .addKeyValue("record", origin.topic() + "-" + origin.partition() + "@" + origin.offset());
            if (key != null) {
                line = line.addKeyValue("key", shortened(new String(key, UTF_8)));
            }
            if (id != null) {
                line = line.addKeyValue("event", shortened(id));
            }
            line.log(
                    "source {}: first record refused as {}, sent to {}: {} (further ones are only counted)",
                    source,
                    cause,
                    topic,
                    message);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private Sensor sensor(String cause) {
        String task = context.taskId().toString();
        return context.metrics()
                .addRateTotalSensor(
                        "ingest",
                        String.join(".", source, cause, task),
                        "refused",
                        Sensor.RecordingLevel.INFO,
                        "source",
                        source,
                        "cause",
                        cause,
                        "task-id",
                        task);
    }

    @Override
    public void close() {
        sensors.values().forEach(context.metrics()::removeSensor);
        sensors.clear();
    }
}
