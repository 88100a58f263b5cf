package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One instance at half of what it takes at the most, for {@code chaos.soak}: what lives on its heap, its memory, its rows on
 * disk and its latency do not grow. Two months of events wait for it when it starts, so that the windows of 30 days are full,
 * and what it takes of them a second is the most. Labels are not published.
 */
@Tag("chaos")
class SoakTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int CUSTOMERS = 10_000;
    private static final int WARM_DAYS = 60;
    private static final int SAMPLES = 60;
    /** An hour's events would fill the disk: a partition keeps the newest. */
    private static final Map<String, String> RETENTION = Map.of(
            "log.retention.bytes", "1000000000",
            "log.segment.bytes", "200000000",
            "log.retention.check.interval.ms", "30000");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final Slope heap = new Slope("lives on the heap", "MB", 0.1, 0);
    private final Slope memory = new Slope("memory (RSS)", "MB", 0.15, 0);
    /** RocksDB has up to half of {@code store_cache_mb} in memory, and then writes it all at once. */
    private final Slope rows = new Slope("rows on disk", "MB", 0.25, 64);

    private final Slope latency = new Slope("latency p50", "ms", 0.5, 0);

    @Test
    void nothingGrows() throws Exception {
        Duration length = ChaosSettings.soak();
        System.out.println("SoakTest: " + length + ", logs in " + temp);
        TransactionGenerator generator =
                new TransactionGenerator(GeneratorConfig.ofSize(ChaosSettings.seed(), CUSTOMERS, 2 * CUSTOMERS));
        long warm = generator.days(0, WARM_DAYS).count();
        System.out.printf(Locale.ROOT, "SoakTest: %,d events wait%n", warm);
        Path document = ChaosRun.write(temp, "soak", text -> text);
        Pipeline pipeline = PipelineFile.load(document);
        try (LocalCluster cluster = LocalCluster.started(
                temp.resolve("cluster"), 1, node -> RETENTION, line -> System.out.println("  " + line))) {
            cluster.makeTopics(pipeline);
            try (SoakFlow flow = new SoakFlow(
                    cluster.cluster(),
                    pipeline,
                    generator.days(0, Integer.MAX_VALUE).iterator())) {
                flow.publish(warm, 0);
                Instance instance = cluster.startInstance("soak-1", document, List.of("--no-drift"));
                double most = most(flow, warm);
                cluster.awaitReady(instance);
                double rate = Math.min(ChaosSettings.soakPerSecond(), most / 2);
                System.out.printf(
                        Locale.ROOT, "SoakTest: %.0f events/s at the most; %.0f events/s from now on%n", most, rate);
                flow.medianMs();
                long count = (long) (rate * length.toSeconds());
                CompletableFuture<Void> publishing = publishing(flow, count, length);
                sample(instance, flow, length);
                publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                flow.await(flow.published(), PATIENCE);
                FaultTable.note(String.format(
                                Locale.ROOT,
                                "Soak of %d s at %.0f of %.0f events/s: %,d events, %,d predictions.\n\n",
                                length.toSeconds(),
                                rate,
                                most,
                                flow.published(),
                                flow.scored())
                        + Slope.HEADER
                        + String.join(
                                "\n",
                                Stream.of(heap, memory, rows, latency)
                                        .map(Slope::row)
                                        .toList())
                        + "\n");
                assertThat(flow.each()).as("each event is scored once").isTrue();
                assertThat(List.of(heap, memory, rows, latency))
                        .allSatisfy(slope ->
                                assertThat(slope.flat()).as("%s", slope).isTrue());
            }
        }
    }

    /** Events a second, of the latter half of so many that wait when the instance starts. */
    private static double most(SoakFlow flow, long warm) throws InterruptedException {
        flow.await(warm / 2, PATIENCE);
        long half = flow.scored();
        long beganNanos = System.nanoTime();
        flow.await(warm, PATIENCE);
        return (warm - half) / ((System.nanoTime() - beganNanos) / 1e9);
    }

    private static CompletableFuture<Void> publishing(SoakFlow flow, long count, Duration length) {
        return CompletableFuture.runAsync(() -> {
            try {
                flow.publish(count, (double) length.toSeconds());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    /** The first fifth is left out: caches fill and code is compiled. */
    private void sample(Instance instance, SoakFlow flow, Duration length) throws Exception {
        long beganNanos = System.nanoTime();
        for (int i = 0; i < SAMPLES; i++) {
            long dueNanos = length.toNanos() * (i + 1) / SAMPLES;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, dueNanos - (System.nanoTime() - beganNanos)));
            double medianMs = flow.medianMs();
            if (i < SAMPLES / 5) {
                continue;
            }
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            long pid = instance.process().pid();
            memory.add(seconds, LivingBytes.resident(pid) / 1e6);
            rows.add(seconds, bytes(instance.dataDirectory().resolve("streams")) / 1e6);
            if (!Double.isNaN(medianMs)) {
                latency.add(seconds, medianMs);
            }
            heap.add(seconds, LivingBytes.of(pid) / 1e6);
        }
    }

    /** RocksDB deletes files meanwhile. */
    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                sum += Files.isRegularFile(file) ? size(file) : 0;
            }
            return sum;
        } catch (UncheckedIOException e) {
            return bytes(folder);
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
