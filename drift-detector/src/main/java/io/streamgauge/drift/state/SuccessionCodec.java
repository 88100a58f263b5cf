package io.streamgauge.drift.state;

import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Succession;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of what a {@link Succession} remembers of a model, big-endian:
 *
 * <pre>
 * version 1 │ name UTF │ version UTF │ digest UTF │ steps 4 │ each 8 │ resolved 1 [+ UTF] │ alerts, as in {@link DetectorCodec}
 * </pre>
 */
public final class SuccessionCodec {

    private static final int VERSION = 1;

    private SuccessionCodec() {}

    public static byte[] encode(Succession.Remembered life) {
        return ByteWriter.write(VERSION, out -> {
            out.writeUTF(life.model().name());
            out.writeUTF(life.model().version());
            out.writeUTF(life.model().digest());
            out.writeInt(life.steps().size());
            for (long step : life.steps()) {
                out.writeLong(step);
            }
            String resolved = life.resolved();
            out.writeBoolean(resolved != null);
            if (resolved != null) {
                out.writeUTF(resolved);
            }
            DetectorCodec.writeAlerts(out, new AlertState(List.of(), life.open(), null));
            out.writeLong(life.replacedMs());
            out.writeLong(life.decidedMs());
        });
    }

    public static Succession.Remembered decode(byte[] bytes) {
        return ByteReader.read(bytes, VERSION, "a succession of models", in -> {
            ModelKey model = new ModelKey(in.readUTF(), in.readUTF(), in.readUTF());
            List<Long> steps = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                steps.add(in.readLong());
            }
            String resolved = in.readBoolean() ? in.readUTF() : null;
            return new Succession.Remembered(
                    model, steps, DetectorCodec.readAlerts(in).open(), resolved, in.readLong(), in.readLong());
        });
    }
}
