package io.streamgauge.drift.state;

import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.AlertState.OpenAlert;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DetectorState.Collecting;
import io.streamgauge.drift.policy.DetectorState.Rolling;
import io.streamgauge.drift.policy.DetectorState.Seasonal;
import io.streamgauge.drift.policy.DetectorState.Watching;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.SegmentReference;
import io.streamgauge.drift.profile.WindowSummary;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a {@link DetectorState}, big-endian, with the names of the features it is about:
 *
 * <pre>
 * version 3 │ features 4 │ each (name UTF) │ kind 1 (0 or 4 collecting, 1 watching, 2 rolling, 3 or 5 seasonal)
 * collecting: start 8 │ {@linkplain SummaryCodec summary, without its version} │ of kind 4: alerts
 * watching:   start 8 │ end 8 │ features × F │ volumes 4 │ each 8 │ segments 4 │ each (column 4, value 8, name UTF, features × F) │ id UTF
 *             │ alerts
 * rolling:    start 8 │ published to 8 │ windows 4 │ each (start 8, summary) │ alerts
 * seasonal:   start 8 │ published 1 │ strata 4 │ each (hour 4, summary) │ of kind 5: left out, as strata │ alerts
 * alerts: recent 4 │ each 1 │ last retraining 1 [+ 8] │ open alert 1 [+ its fields]
 * F: totals 32 │ PSI spread 8 │ KS spread 8 │ missing 4 │ size 4 │ size × value 8 │ category 1
 *    │ spreads 1 │ each (measure UTF, 8) │ windows 4, rows 8, dimensions 4, trace 8, its square's 8, cumulative 8, ranks 8
 * </pre>
 *
 * In version 2 there is no id. In version 1 F ends before the category, and volumes and segments are not there.
 */
public final class DetectorCodec {

    private static final int VERSION = 3;
    private static final int COLLECTING = 0;
    private static final int WATCHING = 1;
    private static final int ROLLING = 2;
    private static final int SEASONAL = 3;

    /** Collecting after a reference before, of which something is remembered. */
    private static final int COLLECTING_ANEW = 4;

    /** Seasonal with windows that were left out. */
    private static final int SEASONAL_LEFT_OUT = 5;

    private final List<String> features;

    /** @param features names of the row's values, in order */
    public DetectorCodec(List<String> features) {
        this.features = List.copyOf(features);
    }

    public byte[] encode(DetectorState state) {
        return ByteWriter.write(VERSION, out -> {
            out.writeInt(features.size());
            for (String feature : features) {
                out.writeUTF(feature);
            }
            if (state instanceof Collecting collecting) {
                boolean anew = !collecting.alerts().equals(AlertState.NONE);
                out.writeByte(anew ? COLLECTING_ANEW : COLLECTING);
                out.writeLong(collecting.startMs());
                SummaryCodec.write(out, collecting.collected());
                if (anew) {
                    writeAlerts(out, collecting.alerts());
                }
            } else if (state instanceof Watching watching) {
                out.writeByte(WATCHING);
                writeReference(out, watching.reference());
                writeAlerts(out, watching.alerts());
            } else if (state instanceof Rolling rolling) {
                out.writeByte(ROLLING);
                out.writeLong(rolling.startMs());
                out.writeLong(rolling.publishedToMs());
                out.writeInt(rolling.windows().size());
                for (Map.Entry<Long, WindowSummary> window : rolling.windows().entrySet()) {
                    out.writeLong(window.getKey());
                    SummaryCodec.write(out, window.getValue());
                }
                writeAlerts(out, rolling.alerts());
            } else if (state instanceof Seasonal seasonal) {
                boolean leftOut = !seasonal.leftOut().isEmpty();
                out.writeByte(leftOut ? SEASONAL_LEFT_OUT : SEASONAL);
                out.writeLong(seasonal.startMs());
                out.writeBoolean(seasonal.published());
                writeStrata(out, seasonal.strata());
                if (leftOut) {
                    writeStrata(out, seasonal.leftOut());
                }
                writeAlerts(out, seasonal.alerts());
            }
        });
    }

    /** The state; fails when it is about other features, since the model of one version has one list of inputs. */
    public DetectorState decode(byte[] bytes) {
        return ByteReader.readUpTo(1, VERSION, bytes, "a detector's state", (in, version) -> {
            List<String> found = readFeatures(in);
            if (!found.equals(features)) {
                throw new IOException("it is about the inputs " + found + " but the model now has " + features
                        + "; give the changed model a new version");
            }
            int kind = in.readByte();
            return switch (kind) {
                case COLLECTING -> new Collecting(in.readLong(), SummaryCodec.read(in, version));
                case COLLECTING_ANEW -> new Collecting(in.readLong(), SummaryCodec.read(in, version), readAlerts(in));
                case WATCHING -> new Watching(readReference(in, version), readAlerts(in));
                case ROLLING -> new Rolling(in.readLong(), in.readLong(), readWindows(in, version), readAlerts(in));
                case SEASONAL -> new Seasonal(in.readLong(), in.readBoolean(), readStrata(in, version), readAlerts(in));
                case SEASONAL_LEFT_OUT ->
                    new Seasonal(
                            in.readLong(),
                            in.readBoolean(),
                            readStrata(in, version),
                            readStrata(in, version),
                            readAlerts(in));
                default -> throw new IOException("a detector's state of kind " + kind);
            };
        });
    }

    /** What is open in a state, whatever features it is about. */
    public static AlertState alerts(byte[] bytes) {
        List<String> found = ByteReader.readUpTo(1, VERSION, bytes, "a detector's state", (in, version) -> {
            List<String> names = readFeatures(in);
            in.skipNBytes(in.available());
            return names;
        });
        return new DetectorCodec(found).decode(bytes).alerts();
    }

    private static SortedMap<Long, WindowSummary> readWindows(DataInputStream in, int version) throws IOException {
        SortedMap<Long, WindowSummary> windows = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            windows.put(in.readLong(), SummaryCodec.read(in, version));
        }
        return windows;
    }

    private static void writeStrata(DataOutputStream out, SortedMap<Integer, WindowSummary> strata) throws IOException {
        out.writeInt(strata.size());
        for (Map.Entry<Integer, WindowSummary> stratum : strata.entrySet()) {
            out.writeInt(stratum.getKey());
            SummaryCodec.write(out, stratum.getValue());
        }
    }

    private static SortedMap<Integer, WindowSummary> readStrata(DataInputStream in, int version) throws IOException {
        SortedMap<Integer, WindowSummary> strata = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            strata.put(in.readInt(), SummaryCodec.read(in, version));
        }
        return strata;
    }

    /** Whether the state is about these features. */
    public boolean reads(byte[] bytes) {
        return ByteReader.readUpTo(1, VERSION, bytes, "a detector's state", (in, version) -> {
            List<String> found = readFeatures(in);
            in.skipNBytes(in.available());
            return found.equals(features);
        });
    }

    private static List<String> readFeatures(DataInputStream in) throws IOException {
        List<String> found = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            found.add(in.readUTF());
        }
        return found;
    }

    private static void writeReference(DataOutputStream out, Reference reference) throws IOException {
        out.writeLong(reference.startMs());
        out.writeLong(reference.endMs());
        for (FeatureReference feature : reference.features()) {
            FeatureReferenceCodec.write(out, feature);
        }
        out.writeInt(reference.volumes().size());
        for (long volume : reference.volumes()) {
            out.writeLong(volume);
        }
        out.writeInt(reference.segments().size());
        for (SegmentReference segment : reference.segments()) {
            out.writeInt(segment.column());
            out.writeDouble(segment.value());
            out.writeUTF(segment.name());
            for (FeatureReference feature : segment.features()) {
                FeatureReferenceCodec.write(out, feature);
            }
        }
        out.writeUTF(reference.id());
    }

    private Reference readReference(DataInputStream in, int version) throws IOException {
        long startMs = in.readLong();
        long endMs = in.readLong();
        List<FeatureReference> references = readAll(in, version);
        if (version == 1) {
            return new Reference(startMs, endMs, references);
        }
        List<Long> volumes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            volumes.add(in.readLong());
        }
        List<SegmentReference> segments = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            segments.add(new SegmentReference(in.readInt(), in.readDouble(), in.readUTF(), readAll(in, version)));
        }
        String id = version == 2 ? "" : in.readUTF();
        return new Reference(startMs, endMs, references, volumes, segments, id);
    }

    private List<FeatureReference> readAll(DataInputStream in, int version) throws IOException {
        List<FeatureReference> references = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            references.add(FeatureReferenceCodec.read(in, version));
        }
        return references;
    }

    static void writeAlerts(DataOutputStream out, AlertState alerts) throws IOException {
        out.writeInt(alerts.recent().size());
        for (boolean drifted : alerts.recent()) {
            out.writeBoolean(drifted);
        }
        Long lastRetrainingMs = alerts.lastRetrainingMs();
        out.writeBoolean(lastRetrainingMs != null);
        if (lastRetrainingMs != null) {
            out.writeLong(lastRetrainingMs);
        }
        OpenAlert open = alerts.open();
        out.writeBoolean(open != null);
        if (open != null) {
            out.writeUTF(open.id());
            out.writeLong(open.openedAtMs());
            out.writeLong(open.firstWindowStartMs());
            out.writeBoolean(open.escalated());
            out.writeBoolean(open.retraining());
            SummaryCodec.writeOffsets(out, open.offsets());
        }
    }

    static AlertState readAlerts(DataInputStream in) throws IOException {
        List<Boolean> recent = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            recent.add(in.readBoolean());
        }
        @Nullable Long lastRetrainingMs = in.readBoolean() ? Long.valueOf(in.readLong()) : null;
        @Nullable OpenAlert open = in.readBoolean() ? readOpen(in) : null;
        return new AlertState(recent, open, lastRetrainingMs);
    }

    private static OpenAlert readOpen(DataInputStream in) throws IOException {
        return new OpenAlert(
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readBoolean(),
                in.readBoolean(),
                SummaryCodec.readOffsets(in));
    }
}
