package io.streamgauge.drift.state;

import io.streamgauge.drift.profile.FeatureTotals;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.SampledRow;
import io.streamgauge.drift.profile.WindowSummary;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a {@link WindowSummary}, big-endian:
 *
 * <pre>
 * version 2 │ rows 8 │ width 4 │ width × (count 8, missing 8, minimum 8, maximum 8)
 * │ capacity 4 │ cut 8 │ size 4 │ size × (rank 8, window start 8, width × value 8), by rising rank
 * │ partitions 4 │ each (topic UTF, partition 4, first 8, last 8), ascending
 * │ windows 4 │ each (start 8, rows 8), ascending │ names 4 │ each (code 8, text UTF), ascending
 * │ detectors 4 │ each (name UTF, changes told 8), ascending
 * </pre>
 *
 * Version 1 ends before the windows. In version 3 the columns come before the rows, as {@code columns 8}: a number that only summaries of the
 * same have. Within other states, which know their columns, there is none.
 */
public final class SummaryCodec {

    private static final int VERSION = 2;
    private static final int WITH_COLUMNS = 3;

    private static final String WHAT = "a window summary";

    private SummaryCodec() {}

    public static byte[] encode(WindowSummary summary) {
        return ByteWriter.write(VERSION, out -> write(out, summary));
    }

    /** The same with a number for what the columns are about. */
    public static byte[] encode(WindowSummary summary, long columns) {
        return ByteWriter.write(WITH_COLUMNS, out -> {
            out.writeLong(columns);
            write(out, summary);
        });
    }

    public static WindowSummary decode(byte[] bytes) {
        return ByteReader.readUpTo(1, WITH_COLUMNS, bytes, WHAT, (in, version) -> {
            if (version == WITH_COLUMNS) {
                in.readLong();
            }
            return read(in, version);
        });
    }

    /** The number for what the columns are about; null when it was written without. */
    public static @Nullable Long columns(byte[] bytes) {
        return ByteReader.<Optional<Long>>readUpTo(1, WITH_COLUMNS, bytes, WHAT, (in, version) -> {
                    Optional<Long> columns = version == WITH_COLUMNS ? Optional.of(in.readLong()) : Optional.empty();
                    in.skipNBytes(in.available());
                    return columns;
                })
                .orElse(null);
    }

    static void write(DataOutputStream out, WindowSummary summary) throws IOException {
        int width = summary.width();
        out.writeLong(summary.rows());
        out.writeInt(width);
        for (int i = 0; i < width; i++) {
            writeTotals(out, summary.totals(i));
        }
        RowSample sample = summary.sample();
        out.writeInt(sample.capacity());
        out.writeLong(sample.cut());
        out.writeInt(sample.size());
        for (SampledRow row : sample.rows()) {
            out.writeLong(row.rank());
            out.writeLong(row.windowStartMs());
            for (int i = 0; i < width; i++) {
                out.writeDouble(row.value(i));
            }
        }
        writeOffsets(out, summary.offsets());
        out.writeInt(summary.rowsByWindow().size());
        for (Map.Entry<Long, Long> window : summary.rowsByWindow().entrySet()) {
            out.writeLong(window.getKey());
            out.writeLong(window.getValue());
        }
        summary.forgetNames();
        out.writeInt(summary.names().size());
        for (Map.Entry<Double, String> name : summary.names().entrySet()) {
            out.writeDouble(name.getKey());
            out.writeUTF(name.getValue());
        }
        out.writeInt(summary.detections().size());
        for (Map.Entry<String, Long> detector : summary.detections().entrySet()) {
            out.writeUTF(detector.getKey());
            out.writeLong(detector.getValue());
        }
    }

    static WindowSummary read(DataInputStream in, int version) throws IOException {
        long rows = in.readLong();
        int width = in.readInt();
        List<FeatureTotals> totals = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            totals.add(readTotals(in));
        }
        int capacity = in.readInt();
        long cut = in.readLong();
        int size = in.readInt();
        List<SampledRow> sampled = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            long rank = in.readLong();
            long windowStartMs = in.readLong();
            double[] values = new double[width];
            for (int j = 0; j < width; j++) {
                values[j] = in.readDouble();
            }
            sampled.add(new SampledRow(rank, windowStartMs, values));
        }
        RowSample sample = RowSample.restore(capacity, cut, sampled);
        OffsetRanges offsets = readOffsets(in);
        SortedMap<Long, Long> rowsByWindow = new TreeMap<>();
        SortedMap<Double, String> names = new TreeMap<>();
        SortedMap<String, Long> detections = new TreeMap<>();
        if (version >= 2) {
            for (int left = in.readInt(); left > 0; left--) {
                rowsByWindow.put(in.readLong(), in.readLong());
            }
            for (int left = in.readInt(); left > 0; left--) {
                names.put(in.readDouble(), in.readUTF());
            }
            for (int left = in.readInt(); left > 0; left--) {
                detections.put(in.readUTF(), in.readLong());
            }
        }
        return new WindowSummary(rows, totals, sample, offsets, rowsByWindow, names, detections);
    }

    static void writeTotals(DataOutputStream out, FeatureTotals totals) throws IOException {
        out.writeLong(totals.count());
        out.writeLong(totals.missing());
        out.writeDouble(totals.minimum());
        out.writeDouble(totals.maximum());
    }

    static FeatureTotals readTotals(DataInputStream in) throws IOException {
        return new FeatureTotals(in.readLong(), in.readLong(), in.readDouble(), in.readDouble());
    }

    static void writeOffsets(DataOutputStream out, OffsetRanges offsets) throws IOException {
        out.writeInt(offsets.asMap().size());
        for (Map.Entry<OffsetRanges.Partition, OffsetRanges.Range> entry :
                offsets.asMap().entrySet()) {
            out.writeUTF(entry.getKey().topic());
            out.writeInt(entry.getKey().partition());
            out.writeLong(entry.getValue().first());
            out.writeLong(entry.getValue().last());
        }
    }

    static OffsetRanges readOffsets(DataInputStream in) throws IOException {
        OffsetRanges offsets = new OffsetRanges();
        int partitions = in.readInt();
        for (int i = 0; i < partitions; i++) {
            OffsetRanges.Partition partition = new OffsetRanges.Partition(in.readUTF(), in.readInt());
            offsets.add(partition, new OffsetRanges.Range(in.readLong(), in.readLong()));
        }
        return offsets;
    }
}
