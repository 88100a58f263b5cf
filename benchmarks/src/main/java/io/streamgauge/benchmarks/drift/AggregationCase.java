package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.DriftReplay;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Predictions of a number of features, and what can be done with them. */
final class AggregationCase {

    /** Rows of one window while speed is measured. */
    static final int ROWS_PER_WINDOW = 100_000;

    private static final int PREDICTIONS = 2048;
    private static final int BINS = 10;
    private static final long MS_PER_HOUR = 3_600_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final OffsetRanges.Partition PARTITION = new OffsetRanges.Partition("transactions", 0);
    private static final int OFFSET =
            Prediction.getClassSchema().getField("sourceOffset").pos();
    private static final int EVENT_TIME =
            Prediction.getClassSchema().getField("eventTime").pos();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Watched, but never compared: the reference takes longer than any run. */
    private static final String DRIFT = "{window: 1h, reference: {first: 10000h}, watch: [inputs]}";

    /** What is done with each prediction. */
    enum Work {
        HISTOGRAMS("histograms of ten bins, from rows"),
        ROWS("the job's windows, from rows"),
        PREDICTIONS("the job's windows, from predictions"),
        DECODED("predictions decoded, nothing more"),
        BYTES("the job's windows, from bytes");

        private final String title;

        Work(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** What it is compared with. */
        Work reference() {
            return this == BYTES || this == DECODED ? DECODED : HISTOGRAMS;
        }
    }

    private final int width;
    private final int texts;
    private final List<String> names;
    private final double[][] rows = new double[PREDICTIONS][];
    private final Prediction[] predictions = new Prediction[PREDICTIONS];
    private final byte[][] bytes = new byte[PREDICTIONS][];
    private final AvroCodec<Prediction> codec = new AvroCodec<>(Prediction.class, new TestingSchemaRegistry());
    private final double[] edges;
    private long offset;

    /**
     * @param width inputs of the model
     * @param texts those of them that are texts, each of them rare
     */
    AggregationCase(int width, int texts) {
        this.width = width;
        this.texts = texts;
        this.names = IntStream.range(0, width)
                .mapToObj(i -> "customer.amount_mean_" + i + "d")
                .toList();
        Random random = new Random(1);
        for (int i = 0; i < PREDICTIONS; i++) {
            rows[i] = random.doubles(width).map(u -> -Math.log1p(-u)).toArray();
            predictions[i] = prediction(rows[i]);
            bytes[i] = codec.encode("predictions", predictions[i]);
        }
        edges = IntStream.range(1, BINS)
                .mapToDouble(i -> -Math.log1p(-(double) i / BINS))
                .toArray();
    }

    int width() {
        return width;
    }

    private Prediction prediction(double[] values) {
        List<ServedFeature> served = IntStream.range(0, width)
                .mapToObj(i -> ServedFeature.newBuilder()
                        .setName(names.get(i))
                        .setValue(values[i])
                        .setStatus(ValueStatus.PRESENT)
                        .build())
                .toList();
        return Prediction.newBuilder()
                .setEventId("transaction-1234567")
                .setPipeline("fraud")
                .setEventTime(Instant.EPOCH)
                .setProcessedAt(Instant.EPOCH)
                .setScore(values[0])
                .setDecision("accept")
                .setFeatures(served)
                .setModel("fraud")
                .setModelVersion("7")
                .setModelDigest("ab".repeat(32))
                .setDefinitionHash("cd".repeat(32))
                .setSourceTopic(PARTITION.topic())
                .setSourcePartition(PARTITION.partition())
                .setSourceOffset(0)
                .build();
    }

    /** Processor time for one row, measured for so long. */
    double nanosPerRow(Work work, double seconds) {
        Runnable all = work(work);
        long began = THREADS.getCurrentThreadCpuTime();
        long done = 0;
        long spent = 0;
        while (spent < seconds * NANOS_PER_SECOND) {
            all.run();
            done += PREDICTIONS;
            spent = THREADS.getCurrentThreadCpuTime() - began;
        }
        return (double) spent / done;
    }

    private Runnable work(Work work) {
        return switch (work) {
            case HISTOGRAMS -> histograms();
            case ROWS -> {
                WindowSummary[] window = {newWindow()};
                yield () -> {
                    for (double[] row : rows) {
                        if (++offset % ROWS_PER_WINDOW == 0) {
                            window[0] = newWindow();
                        }
                        window[0].add(0, PARTITION, offset, row);
                    }
                };
            }
            case PREDICTIONS -> {
                DriftReplay replay = replay();
                yield () -> {
                    for (Prediction prediction : predictions) {
                        replay.add(next(prediction), 0);
                    }
                };
            }
            case DECODED ->
                () -> {
                    for (byte[] one : bytes) {
                        next(codec.decode(one));
                    }
                };
            case BYTES -> {
                DriftReplay replay = replay();
                yield () -> {
                    for (byte[] one : bytes) {
                        replay.add(next(codec.decode(one)), 0);
                    }
                };
            }
        };
    }

    /** The plainest there is: a count, a least and a greatest value, and ten bins found by bisection. */
    private Runnable histograms() {
        long[][] counts = new long[width][BINS + 1];
        double[] least = new double[width];
        double[] greatest = new double[width];
        return () -> {
            for (double[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    double value = row[i];
                    least[i] = Math.min(least[i], value);
                    greatest[i] = Math.max(greatest[i], value);
                    int low = 0;
                    int high = edges.length;
                    while (low < high) {
                        int middle = (low + high) >>> 1;
                        if (edges[middle] < value) {
                            low = middle + 1;
                        } else {
                            high = middle;
                        }
                    }
                    counts[i][low]++;
                }
            }
        };
    }

    /** The same prediction as one that comes next. */
    private Prediction next(Prediction prediction) {
        offset++;
        prediction.put(OFFSET, offset);
        prediction.put(EVENT_TIME, Instant.ofEpochMilli(offset * MS_PER_HOUR / ROWS_PER_WINDOW));
        return prediction;
    }

    private DriftReplay replay() {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("benchmark", DRIFT), problems);
        problems.throwIfAny();
        return new DriftReplay(
                new DriftReplay.Watched("fraud", definition, names, List.of(), List.of()),
                Set.of(0),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                window -> {});
    }

    private WindowSummary newWindow() {
        return new WindowSummary(width, DriftDetector.WINDOW_ROWS);
    }

    /** One window of so many rows, no two of which are alike. */
    WindowSummary window(int count) {
        Random random = new Random(2);
        WindowSummary window = newWindow();
        for (int i = 0; i < count; i++) {
            double[] row = random.doubles(width).toArray();
            @Nullable String[] named = new @Nullable String[texts];
            for (int j = 0; j < texts; j++) {
                String text = "merchant-" + Long.toHexString(Double.doubleToLongBits(row[j]));
                named[j] = text;
                row[j] = CategoryCode.of(text);
            }
            window.add(0, PARTITION, i, RowSample.rank(0, i), row, named);
        }
        window.forgetNames();
        return window;
    }
}
