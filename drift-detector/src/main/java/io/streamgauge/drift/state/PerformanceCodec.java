package io.streamgauge.drift.state;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.labels.EarlyLabels;
import io.streamgauge.drift.labels.JudgedRow;
import io.streamgauge.drift.labels.Outcome;
import io.streamgauge.drift.labels.OutcomeWindow;
import io.streamgauge.drift.labels.Outcomes;
import io.streamgauge.drift.labels.PerformanceReference;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.ReferenceRows;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.drift.labels.SubjectState;
import io.streamgauge.drift.policy.ModelKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All of a {@link PerformanceState} in one array, as checkpoints had it before {@link PerformanceParts}; big-endian:
 *
 * <pre>
 * version 1 │ window length 8 │ kind UTF │ predictions to 8
 * │ clocks of predictions: count 4, each (partition 4, latest 8) │ those of labels, the same
 * │ early labels: windows 4, each (start 8, count 4, each (rank 8, outcome 28))
 * │ subjects 4, each (name UTF, version UTF, digest UTF, variant UTF, start 8
 *   │ collected: count 4, each (rank 8, score 8, decided 8, outcome 8)
 *   │ reference 1 [+ start 8, end 8, count 4, each (score 8, decided 8, outcome 8)]
 *   │ {@linkplain DetectorCodec alerts}
 *   │ windows 4, each (start 8, predictions 8, cut 8, offsets, estimated 1, published 4, judged at 8
 *     │ expected: count 4, each (name UTF, value 8)
 *     │ rows: count 4, each (rank 8, score 8, decided 8, groups 4, each UTF, outcomes 4, each 28)))
 * outcome: counts from 8 │ partition 4 │ offset 8 │ value 8
 * </pre>
 */
public final class PerformanceCodec {

    private static final int VERSION = 1;
    private static final String WHAT = "the state of performance";

    private final long windowMs;
    private final Kind kind;

    /**
     * @param windowMs length of the windows
     * @param kind what outcomes are
     */
    public PerformanceCodec(long windowMs, Kind kind) {
        this.windowMs = windowMs;
        this.kind = kind;
    }

    public byte[] encode(PerformanceState state) {
        return ByteWriter.write(VERSION, out -> {
            out.writeLong(windowMs);
            out.writeUTF(kind.name());
            out.writeLong(state.predictionsToMs());
            writeClocks(out, state.predictionClocks());
            writeClocks(out, state.labelClocks());
            out.writeInt(state.early().all().size());
            for (Map.Entry<Long, NavigableMap<Long, Outcome>> window :
                    state.early().all().entrySet()) {
                out.writeLong(window.getKey());
                writeEarly(out, window.getValue());
            }
            out.writeInt(state.subjects().size());
            for (Map.Entry<Subject, SubjectState> subject : state.subjects().entrySet()) {
                write(out, subject.getKey());
                write(out, subject.getValue());
            }
        });
    }

    /** The state; empty when it is of windows of another length, or of another kind of outcomes. */
    public Optional<PerformanceState> decode(byte[] bytes) {
        return ByteReader.read(bytes, VERSION, WHAT, in -> {
            long foundMs = in.readLong();
            String found = in.readUTF();
            if (foundMs != windowMs || !found.equals(kind.name())) {
                in.skipNBytes(in.available());
                return Optional.empty();
            }
            PerformanceState state = new PerformanceState();
            state.setPredictionsToMs(in.readLong());
            readClocks(in, state.predictionClocks());
            readClocks(in, state.labelClocks());
            for (int windows = in.readInt(); windows > 0; windows--) {
                readEarly(in, in.readLong(), state.early());
            }
            for (int subjects = in.readInt(); subjects > 0; subjects--) {
                Subject subject = new Subject(new ModelKey(in.readUTF(), in.readUTF(), in.readUTF()), in.readUTF());
                state.subjects().put(subject, readSubject(in));
            }
            return Optional.of(state);
        });
    }

    static void writeEarly(DataOutputStream out, SortedMap<Long, Outcome> labels) throws IOException {
        out.writeInt(labels.size());
        for (Map.Entry<Long, Outcome> label : labels.entrySet()) {
            out.writeLong(label.getKey());
            write(out, label.getValue());
        }
    }

    static void readEarly(DataInputStream in, long windowStartMs, EarlyLabels labels) throws IOException {
        for (int count = in.readInt(); count > 0; count--) {
            labels.restore(windowStartMs, in.readLong(), readOutcome(in));
        }
    }

    static void writeClocks(DataOutputStream out, SortedMap<Integer, Long> clocks) throws IOException {
        out.writeInt(clocks.size());
        for (Map.Entry<Integer, Long> clock : clocks.entrySet()) {
            out.writeInt(clock.getKey());
            out.writeLong(clock.getValue());
        }
    }

    static void readClocks(DataInputStream in, SortedMap<Integer, Long> clocks) throws IOException {
        for (int count = in.readInt(); count > 0; count--) {
            clocks.put(in.readInt(), in.readLong());
        }
    }

    private static void write(DataOutputStream out, Outcome outcome) throws IOException {
        out.writeLong(outcome.effectiveMs());
        out.writeInt(outcome.partition());
        out.writeLong(outcome.offset());
        out.writeDouble(outcome.value());
    }

    private static Outcome readOutcome(DataInputStream in) throws IOException {
        return new Outcome(in.readLong(), in.readInt(), in.readLong(), in.readDouble());
    }

    private static void write(DataOutputStream out, Subject subject) throws IOException {
        out.writeUTF(subject.model().name());
        out.writeUTF(subject.model().version());
        out.writeUTF(subject.model().digest());
        out.writeUTF(subject.variant());
    }

    private static void write(DataOutputStream out, SubjectState state) throws IOException {
        out.writeLong(state.startMs());
        PerformanceReference reference = state.reference();
        writeCollected(out, state);
        out.writeBoolean(reference != null);
        if (reference != null) {
            writeReference(out, reference);
        }
        DetectorCodec.writeAlerts(out, state.alerts());
        out.writeInt(state.windows().size());
        for (OutcomeWindow window : state.windows().values()) {
            writeHead(out, window);
            writeRows(out, window.rows());
        }
    }

    static void writeCollected(DataOutputStream out, SubjectState state) throws IOException {
        List<ReferenceRows.Row> collected =
                state.reference() == null ? List.copyOf(state.collected().rows()) : List.of();
        out.writeInt(collected.size());
        for (ReferenceRows.Row row : collected) {
            out.writeLong(row.rank());
            out.writeDouble(row.score());
            out.writeDouble(row.decided());
            out.writeDouble(row.outcome());
        }
    }

    static void readCollected(DataInputStream in, ReferenceRows collected) throws IOException {
        for (int count = in.readInt(); count > 0; count--) {
            collected.add(new ReferenceRows.Row(in.readLong(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
    }

    private SubjectState readSubject(DataInputStream in) throws IOException {
        SubjectState state = new SubjectState();
        state.setStartMs(in.readLong());
        readCollected(in, state.collected());
        if (in.readBoolean()) {
            state.setReference(readReference(in));
        }
        state.setAlerts(DetectorCodec.readAlerts(in));
        for (int count = in.readInt(); count > 0; count--) {
            WindowHead head = readHead(in);
            readRows(in, head.window());
            head.window().judged(head.judgedAtMs(), head.published());
            state.windows().put(head.window().startMs(), head.window());
        }
        return state;
    }

    static void writeReference(DataOutputStream out, PerformanceReference reference) throws IOException {
        out.writeLong(reference.startMs());
        out.writeLong(reference.endMs());
        Outcomes outcomes = reference.outcomes();
        out.writeInt(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            out.writeDouble(outcomes.scores()[i]);
            out.writeDouble(outcomes.decided()[i]);
            out.writeDouble(outcomes.outcomes()[i]);
        }
    }

    PerformanceReference readReference(DataInputStream in) throws IOException {
        long startMs = in.readLong();
        long endMs = in.readLong();
        int count = in.readInt();
        double[] scores = new double[count];
        double[] decided = new double[count];
        double[] outcomes = new double[count];
        for (int i = 0; i < count; i++) {
            scores[i] = in.readDouble();
            decided[i] = in.readDouble();
            outcomes[i] = in.readDouble();
        }
        return new PerformanceReference(kind, startMs, endMs, new Outcomes(scores, decided, outcomes));
    }

    /** All of a window but its rows. */
    static void writeHead(DataOutputStream out, OutcomeWindow window) throws IOException {
        out.writeLong(window.startMs());
        out.writeLong(window.predictions());
        out.writeLong(window.cut());
        SummaryCodec.writeOffsets(out, window.offsets());
        out.writeBoolean(window.estimated());
        out.writeInt(window.published());
        out.writeLong(window.judgedAtMs());
        out.writeInt(window.expected().size());
        for (Map.Entry<String, Double> expected : window.expected().entrySet()) {
            out.writeUTF(expected.getKey());
            out.writeDouble(expected.getValue());
        }
    }

    /** A window that is to be given its rows, and then what was published of it. */
    record WindowHead(OutcomeWindow window, int published, long judgedAtMs) {}

    static WindowHead readHead(DataInputStream in) throws IOException {
        long startMs = in.readLong();
        long predictions = in.readLong();
        long cut = in.readLong();
        OutcomeWindow window = new OutcomeWindow(startMs, predictions, cut, SummaryCodec.readOffsets(in));
        window.setEstimated(in.readBoolean());
        int published = in.readInt();
        long judgedAtMs = in.readLong();
        for (int count = in.readInt(); count > 0; count--) {
            window.expected().put(in.readUTF(), in.readDouble());
        }
        return new WindowHead(window, published, judgedAtMs);
    }

    static void writeRows(DataOutputStream out, Collection<JudgedRow> rows) throws IOException {
        out.writeInt(rows.size());
        for (JudgedRow row : rows) {
            out.writeLong(row.rank());
            out.writeDouble(row.score());
            out.writeDouble(row.decided());
            out.writeInt(row.groups().size());
            for (String group : row.groups()) {
                out.writeUTF(group);
            }
            out.writeInt(row.outcomes().size());
            for (Outcome outcome : row.outcomes()) {
                write(out, outcome);
            }
        }
    }

    static void readRows(DataInputStream in, OutcomeWindow window) throws IOException {
        for (int count = in.readInt(); count > 0; count--) {
            long rank = in.readLong();
            double score = in.readDouble();
            double decided = in.readDouble();
            List<String> groups = new ArrayList<>();
            for (int of = in.readInt(); of > 0; of--) {
                groups.add(in.readUTF().intern());
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (int known = in.readInt(); known > 0; known--) {
                outcomes.add(readOutcome(in));
            }
            window.put(new JudgedRow(rank, score, decided, groups, outcomes));
        }
    }
}
