package io.streamgauge.drift.state;

import io.streamgauge.drift.policy.PartitionWatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes about partitions of the predictions, big-endian. How far they have come, as a subtask tells:
 *
 * <pre>
 * version 1 │ partitions 4 │ each (partition 4, clock 8, rows 8), ascending
 * </pre>
 *
 * What is remembered of one:
 *
 * <pre>
 * version 1 │ partition 4 │ clock 8 │ usual 8 │ settled 8 │ gaps 4 │ each (from 8, to 8), ascending │ settled to 8
 *   [version 2: │ settled before 8 │ judged to 8]
 * </pre>
 */
public final class PartitionsCodec {

    private static final int VERSION = 1;
    private static final int REMEMBERED_VERSION = 2;

    private PartitionsCodec() {}

    public static byte[] encode(List<PartitionWatch.Progress> partitions) {
        return ByteWriter.write(VERSION, out -> {
            out.writeInt(partitions.size());
            for (PartitionWatch.Progress one : partitions) {
                out.writeInt(one.partition());
                out.writeLong(one.clockMs());
                out.writeLong(one.rows());
            }
        });
    }

    public static List<PartitionWatch.Progress> decode(byte[] bytes) {
        return ByteReader.read(bytes, VERSION, "the progress of partitions", in -> {
            List<PartitionWatch.Progress> partitions = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                partitions.add(new PartitionWatch.Progress(in.readInt(), in.readLong(), in.readLong()));
            }
            return partitions;
        });
    }

    public static byte[] encode(PartitionWatch.Remembered one) {
        return ByteWriter.write(REMEMBERED_VERSION, out -> {
            out.writeInt(one.partition());
            out.writeLong(one.clockMs());
            out.writeDouble(one.usual());
            out.writeDouble(one.settled());
            out.writeInt(one.gaps().size());
            for (PartitionWatch.Gap gap : one.gaps()) {
                out.writeLong(gap.fromMs());
                out.writeLong(gap.toMs());
            }
            out.writeLong(one.settledToMs());
            out.writeDouble(one.settledBefore());
            out.writeLong(one.judgedToMs());
        });
    }

    /** The first version says nothing of the window before the last, nor to where windows were judged: to the end of the last at least. */
    public static PartitionWatch.Remembered decodeRemembered(byte[] bytes) {
        return ByteReader.readUpTo(1, REMEMBERED_VERSION, bytes, "what is remembered of a partition", (in, version) -> {
            int partition = in.readInt();
            long clockMs = in.readLong();
            double usual = in.readDouble();
            double settled = in.readDouble();
            List<PartitionWatch.Gap> gaps = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                gaps.add(new PartitionWatch.Gap(in.readLong(), in.readLong()));
            }
            long settledToMs = in.readLong();
            double settledBefore = version == 1 ? settled : in.readDouble();
            long judgedToMs = version == 1 ? settledToMs : in.readLong();
            return new PartitionWatch.Remembered(
                    partition, clockMs, usual, settled, gaps, settledToMs, settledBefore, judgedToMs);
        });
    }
}
