package io.streamgauge.stream;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of a source that were not let in, counted by cause: metric {@code refused-total} (and {@code refused-rate}) of
 * group {@code stream-ingest-metrics}, with tags {@code source}, {@code cause} and {@code task-id}. The first of each
 * cause is logged.
 */
final class Refusals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

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

    void count(String cause, String message, String topic) {
        sensors.computeIfAbsent(cause, this::sensor).record();
        if (logged.add(cause)) {
            LOG.warn(
                    "source {}: first record refused as {}, sent to {}: {} (further ones are only counted)",
                    source,
                    cause,
                    topic,
                    message);
        }
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
