package io.streamgauge.drift.state;

import io.streamgauge.drift.policy.FirstVerdict;
import io.streamgauge.drift.policy.MissingPartitions;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of a {@link FirstVerdict}, big-endian:
 *
 * <pre>
 * version 1 │ end 8 │ reference UTF │ missing partitions 4 │ each 4, ascending │ missing share 8 │ counts 1
 * </pre>
 */
public final class FirstVerdictCodec {

    private static final int VERSION = 1;

    private FirstVerdictCodec() {}

    public static byte[] encode(FirstVerdict first) {
        return ByteWriter.write(VERSION, out -> {
            out.writeLong(first.endMs());
            out.writeUTF(first.referenceId());
            out.writeInt(first.missing().partitions().size());
            for (int partition : first.missing().partitions()) {
                out.writeInt(partition);
            }
            out.writeDouble(first.missing().share());
            out.writeBoolean(first.counts());
        });
    }

    public static FirstVerdict decode(byte[] bytes) {
        return ByteReader.read(bytes, VERSION, "a first verdict", in -> {
            long endMs = in.readLong();
            String referenceId = in.readUTF();
            List<Integer> partitions = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                partitions.add(in.readInt());
            }
            return new FirstVerdict(
                    endMs, referenceId, new MissingPartitions(partitions, in.readDouble()), in.readBoolean());
        });
    }
}
