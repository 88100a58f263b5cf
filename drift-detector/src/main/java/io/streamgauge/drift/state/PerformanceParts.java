package io.streamgauge.drift.state;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.labels.EarlyLabels;
import io.streamgauge.drift.labels.JudgedRow;
import io.streamgauge.drift.labels.Outcome;
import io.streamgauge.drift.labels.OutcomeWindow;
import io.streamgauge.drift.labels.PerformanceReference;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.drift.labels.SubjectState;
import io.streamgauge.drift.policy.ModelKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A {@link PerformanceState} in small parts, so that what is written at a checkpoint is what has changed since the last. Each part begins with
 * a version byte, 1; the rest is as {@link PerformanceCodec} has it:
 *
 * <pre>
 * key                                      holds
 * clocks                                   window length 8 │ kind UTF │ predictions to 8 │ clocks of predictions │ of labels
 * early, start, part                       early labels whose rank ends in the part's 6 bits
 * subject, model, variant                  start 8 │ alerts
 * collected, model, variant                outcomes of the reference to be
 * reference, model, variant                the reference
 * last, model, variant                     end of the last window 8; absent where none was judged
 * fairness, model, variant                 alerts about gaps between groups; absent where there has been none
 * detectors, model, variant                change detectors over errors: count 4, each (length 4, {@link ChangeDetectorCodec}); absent where there is none
 * window, model, variant, start            a window without its rows
 * rows, model, variant, start, part        those of its rows whose rank ends in the part's 8 bits
 * </pre>
 *
 * A key's words are joined by line breaks, which no name holds; a model is name, version and digest. A part without content is removed.
 */
public final class PerformanceParts {

    private static final int VERSION = 1;
    private static final String WHAT = "a part of the state of performance";
    private static final String SEPARATOR = "\n";
    private static final String CLOCKS = "clocks";
    private static final String EARLY = "early";
    private static final String SUBJECT = "subject";
    private static final String COLLECTED = "collected";
    private static final String REFERENCE = "reference";
    private static final String LAST = "last";
    private static final String FAIRNESS = "fairness";
    private static final String DETECTORS = "detectors";
    private static final String WINDOW = "window";
    private static final String ROWS = "rows";

    private final long windowMs;
    private final Kind kind;
    private final PerformanceCodec codec;

    /** Where parts are kept. */
    public interface Store {
        void put(String key, byte[] part);

        void remove(String key);
    }

    /**
     * @param windowMs length of the windows
     * @param kind what outcomes are
     */
    public PerformanceParts(long windowMs, Kind kind) {
        this.windowMs = windowMs;
        this.kind = kind;
        this.codec = new PerformanceCodec(windowMs, kind);
    }

    /** Writes what has changed since this was last done; of a state that is new, or was read as a whole, all. */
    public void write(PerformanceState state, Store store) {
        store.put(CLOCKS, ByteWriter.write(VERSION, out -> {
            out.writeLong(windowMs);
            out.writeUTF(kind.name());
            out.writeLong(state.predictionsToMs());
            PerformanceCodec.writeClocks(out, state.predictionClocks());
            PerformanceCodec.writeClocks(out, state.labelClocks());
        }));
        state.early().takeChanged().forEach((startMs, parts) -> writeEarly(state.early(), startMs, parts, store));
        state.takeForgotten().forEach((subject, starts) -> {
            List.of(SUBJECT, COLLECTED, REFERENCE, LAST, FAIRNESS, DETECTORS)
                    .forEach(what -> store.remove(key(what, name(subject))));
            starts.forEach(startMs -> removeWindow(subject, startMs, store));
        });
        state.subjects().forEach((subject, known) -> write(subject, known, store));
    }

    private static void writeEarly(EarlyLabels labels, long startMs, BitSet parts, Store store) {
        Map<Integer, SortedMap<Long, Outcome>> byPart = new TreeMap<>();
        NavigableMap<Long, Outcome> window = labels.all().get(startMs);
        if (window != null) {
            window.forEach((rank, outcome) -> byPart.computeIfAbsent(EarlyLabels.part(rank), part -> new TreeMap<>())
                    .put(rank, outcome));
        }
        parts.stream().forEach(part -> {
            String key = key(EARLY, startMs, part);
            SortedMap<Long, Outcome> left = byPart.get(part);
            if (left == null) {
                store.remove(key);
            } else {
                store.put(key, ByteWriter.write(VERSION, out -> PerformanceCodec.writeEarly(out, left)));
            }
        });
    }

    private static void write(Subject subject, SubjectState known, Store store) {
        if (known.changes().head()) {
            store.put(key(SUBJECT, name(subject)), ByteWriter.write(VERSION, out -> {
                out.writeLong(known.startMs());
                DetectorCodec.writeAlerts(out, known.alerts());
            }));
        }
        if (known.changes().collected()) {
            store.put(
                    key(COLLECTED, name(subject)),
                    ByteWriter.write(VERSION, out -> PerformanceCodec.writeCollected(out, known)));
        }
        PerformanceReference reference = known.reference();
        if (known.changes().reference() && reference != null) {
            store.put(
                    key(REFERENCE, name(subject)),
                    ByteWriter.write(VERSION, out -> PerformanceCodec.writeReference(out, reference)));
        }
        if (known.changes().lastEnd()) {
            store.put(key(LAST, name(subject)), ByteWriter.write(VERSION, out -> out.writeLong(known.lastEndMs())));
        }
        if (known.changes().fairness()) {
            store.put(
                    key(FAIRNESS, name(subject)),
                    ByteWriter.write(VERSION, out -> DetectorCodec.writeAlerts(out, known.fairnessAlerts())));
        }
        if (known.changes().detectors()) {
            store.put(
                    key(DETECTORS, name(subject)),
                    ByteWriter.write(VERSION, out -> writeDetectors(out, known.detectors())));
        }
        known.forgotten().forEach(startMs -> removeWindow(subject, startMs, store));
        known.windows().values().forEach(window -> write(subject, window, store));
        known.written();
    }

    private static void write(Subject subject, OutcomeWindow window, Store store) {
        if (window.headChanged()) {
            store.put(
                    key(WINDOW, name(subject), window.startMs()),
                    ByteWriter.write(VERSION, out -> PerformanceCodec.writeHead(out, window)));
        }
        if (!window.changed().isEmpty()) {
            Map<Integer, List<JudgedRow>> byPart = new TreeMap<>();
            for (JudgedRow row : window.rows()) {
                int part = OutcomeWindow.part(row.rank());
                if (window.changed().get(part)) {
                    byPart.computeIfAbsent(part, p -> new ArrayList<>()).add(row);
                }
            }
            window.changed().stream().forEach(part -> {
                String key = key(ROWS, name(subject), window.startMs(), part);
                List<JudgedRow> rows = byPart.get(part);
                if (rows == null) {
                    store.remove(key);
                } else {
                    store.put(key, ByteWriter.write(VERSION, out -> PerformanceCodec.writeRows(out, rows)));
                }
            });
        }
        window.written();
    }

    private static void removeWindow(Subject subject, long startMs, Store store) {
        store.remove(key(WINDOW, name(subject), startMs));
        for (int part = 0; part < OutcomeWindow.PARTS; part++) {
            store.remove(key(ROWS, name(subject), startMs, part));
        }
    }

    private static void writeDetectors(DataOutputStream out, List<ChangeDetector> detectors) throws IOException {
        out.writeInt(detectors.size());
        for (ChangeDetector detector : detectors) {
            byte[] bytes = ChangeDetectorCodec.encode(detector);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static List<ChangeDetector> readDetectors(DataInputStream in) throws IOException {
        List<ChangeDetector> detectors = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            detectors.add(ChangeDetectorCodec.decode(in.readNBytes(in.readInt())));
        }
        return detectors;
    }

    /** The state that the parts make up; empty when it is of windows of another length, or of another kind of outcomes. */
    public Optional<PerformanceState> read(Map<String, byte[]> parts) {
        PerformanceState state = new PerformanceState();
        byte[] clocks = parts.get(CLOCKS);
        if (clocks == null || !readClocks(clocks, state)) {
            return Optional.empty();
        }
        Map<String, PerformanceCodec.WindowHead> heads = new TreeMap<>();
        parts.forEach((key, part) -> {
            List<String> words = List.of(key.split(SEPARATOR, -1));
            if (words.get(0).equals(EARLY)) {
                read(part, in -> {
                    PerformanceCodec.readEarly(in, Long.parseLong(words.get(1)), state.early());
                    return state;
                });
            } else if (!words.get(0).equals(CLOCKS) && !words.get(0).equals(ROWS)) {
                readSubject(words, part, state, heads);
            }
        });
        parts.forEach((key, part) -> {
            List<String> words = List.of(key.split(SEPARATOR, -1));
            if (words.get(0).equals(ROWS)) {
                String window = key(WINDOW, String.join(SEPARATOR, words.subList(1, 6)));
                read(part, in -> {
                    PerformanceCodec.readRows(
                            in, Objects.requireNonNull(heads.get(window)).window());
                    return state;
                });
            }
        });
        for (PerformanceCodec.WindowHead head : heads.values()) {
            head.window().written();
            head.window().judged(head.judgedAtMs(), head.published());
        }
        state.subjects().values().forEach(SubjectState::written);
        state.early().takeChanged();
        return Optional.of(state);
    }

    private void readSubject(
            List<String> words, byte[] part, PerformanceState state, Map<String, PerformanceCodec.WindowHead> heads) {
        Subject subject = new Subject(new ModelKey(words.get(1), words.get(2), words.get(3)), words.get(4));
        SubjectState known = state.subject(subject);
        read(part, in -> {
            switch (words.get(0)) {
                case SUBJECT -> {
                    known.setStartMs(in.readLong());
                    known.setAlerts(DetectorCodec.readAlerts(in));
                }
                case COLLECTED -> PerformanceCodec.readCollected(in, known.collected());
                case REFERENCE -> known.setReference(codec.readReference(in));
                case LAST -> known.setLastEndMs(in.readLong());
                case FAIRNESS -> known.setFairnessAlerts(DetectorCodec.readAlerts(in));
                case DETECTORS -> known.setDetectors(readDetectors(in));
                case WINDOW -> {
                    PerformanceCodec.WindowHead head = PerformanceCodec.readHead(in);
                    known.windows().put(head.window().startMs(), head.window());
                    heads.put(String.join(SEPARATOR, words), head);
                }
                default -> throw new IOException("nothing known is called " + words.get(0));
            }
            return state;
        });
    }

    private boolean readClocks(byte[] part, PerformanceState state) {
        return read(part, in -> {
            boolean same = in.readLong() == windowMs;
            same &= in.readUTF().equals(kind.name());
            state.setPredictionsToMs(in.readLong());
            PerformanceCodec.readClocks(in, state.predictionClocks());
            PerformanceCodec.readClocks(in, state.labelClocks());
            return same;
        });
    }

    private static <T> T read(byte[] part, ByteReader.Body<T> body) {
        return ByteReader.read(part, VERSION, WHAT, body);
    }

    private static String name(Subject subject) {
        return key(
                subject.model().name(),
                subject.model().version(),
                subject.model().digest(),
                subject.variant());
    }

    private static String key(Object... words) {
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            texts.add(word.toString());
        }
        return String.join(SEPARATOR, texts);
    }
}
