package io.streamgauge.app.history;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.backfill.training.FileHistory;
import io.streamgauge.store.backfill.training.History;
import io.streamgauge.store.backfill.training.TableEvents;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where the past of a pipeline's sources is read from: files for some, their topics for the others. */
public final class Histories implements AutoCloseable {

    /** Rows of a bucket, about: some megabytes on the heap. */
    private static final long BUCKET_ROWS = 20_000;

    private static final int FEWEST_BUCKETS = 4;
    private static final int MOST_BUCKETS = 512;
    private static final int ROW_BYTES = 60;
    private static final int GZIP_RATIO = 4;

    private final FeatureDefinition definition;
    private final Map<String, List<Path>> files;
    private final int filePartitions;
    private final Supplier<Cluster> cluster;
    private final List<TopicHistory> opened = new ArrayList<>();
    private Map<String, Integer> partitions = Map.of();

    /**
     * @param files by source, its files in order of time; sources without are read from their topics
     * @param filePartitions how many partitions the topics have that files stand for
     * @param cluster where topics are; asked only when one is read
     */
    public Histories(
            FeatureDefinition definition,
            Map<String, List<Path>> files,
            int filePartitions,
            Supplier<Cluster> cluster) {
        for (String source : files.keySet()) {
            if (!definition.sources().containsKey(source)) {
                throw new WrongUsageException("--input: "
                        + Suggestion.unknown(
                                "source", source, definition.sources().keySet()));
            }
        }
        this.definition = definition;
        this.files = new LinkedHashMap<>(files);
        this.filePartitions = filePartitions;
        this.cluster = cluster;
    }

    /** The past of one source. */
    public History of(String source) {
        List<Path> from = files.get(source);
        if (from != null) {
            return new FileHistory(definition.source(source), from, new TableEvents(), filePartitions);
        }
        Cluster where = cluster.get();
        if (partitions.isEmpty()) {
            partitions = partitions(where, definition);
        }
        TopicHistory topic = new TopicHistory(where, definition, source, partitions);
        opened.add(topic);
        return topic;
    }

    /** The past of several sources, by name. */
    public Map<String, History> of(Set<String> sources) {
        Map<String, History> histories = new LinkedHashMap<>();
        sources.forEach(source -> histories.put(source, of(source)));
        return histories;
    }

    /** Where a source is read from, in words. */
    public String placeOf(String source) {
        List<Path> from = files.get(source);
        return from == null
                ? "topic " + definition.source(source).topic()
                : String.join(", ", from.stream().map(Path::toString).toList());
    }

    /** Into how many buckets to part the sources, as far as they are opened. */
    public int buckets() {
        long rows = opened.stream().mapToLong(TopicHistory::size).sum();
        for (List<Path> some : files.values()) {
            for (Path file : some) {
                rows += bytes(file)
                        * (file.toString().endsWith(".gz") || file.toString().endsWith(".parquet") ? GZIP_RATIO : 1)
                        / ROW_BYTES;
            }
        }
        return (int) Math.max(FEWEST_BUCKETS, Math.min(MOST_BUCKETS, rows / BUCKET_ROWS));
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Number of partitions of every source's topic, by topic; a topic that is not there has one. */
    static Map<String, Integer> partitions(Cluster cluster, FeatureDefinition definition) {
        Map<String, Integer> counts = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of("allow.auto.create.topics", "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            for (SourceDefinition source : definition.sources().values()) {
                var found = consumer.partitionsFor(source.topic(), Duration.ofSeconds(15));
                counts.put(source.topic(), found == null || found.isEmpty() ? 1 : found.size());
            }
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
        return counts;
    }

    @Override
    public void close() {
        opened.forEach(TopicHistory::close);
    }
}
