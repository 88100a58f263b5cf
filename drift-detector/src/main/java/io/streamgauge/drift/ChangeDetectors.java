package io.streamgauge.drift;

import io.streamgauge.drift.definition.DetectorDefinition;
import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectorSettings;
import io.streamgauge.drift.detector.Signal;
import io.streamgauge.drift.state.ChangeDetectorCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The change detectors of every model and partition of the predictions topic. Each sees the rows of one partition in the order of their
 * offsets, which is the same in every run; how partitions interleave is not. Memory: one detector for each model, partition and
 * declared detector.
 *
 * <p>A restore gives every subtask the detectors of all, since partitions move. They stay bytes until a row of their partition comes, and
 * those of partitions read elsewhere are written again by one subtask alone, that with the partition's number modulo the number of
 * subtasks: a checkpoint holds a detector at most twice, however often the job was restarted and at whatever parallelism.
 */
final class ChangeDetectors {

    /** Where a detector stands: a model's name, its partition, and its place in the document. */
    private record Place(String model, int partition, String name) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byModel = model.compareTo(other.model);
            int byPartition = Integer.compare(partition, other.partition);
            return byModel != 0 ? byModel : byPartition != 0 ? byPartition : name.compareTo(other.name);
        }
    }

    private static final class Running {
        private final ChangeDetector detector;
        private long seen;
        private long lastMs;

        private Running(ChangeDetector detector, long seen) {
            this.detector = detector;
            this.seen = seen;
        }

        private DetectorPart part(Place place) {
            return DetectorPart.of(
                    place.model(), place.partition(), place.name(), seen, lastMs, ChangeDetectorCodec.encode(detector));
        }
    }

    private static final Comparator<DetectorPart> NEWEST =
            Comparator.<DetectorPart>comparingLong(part -> part.lastMs).thenComparingLong(part -> part.seen);

    private final List<DetectorDefinition> definitions;
    private final List<DetectorSettings> settings;
    private final int[] columns;
    private final long forgetMs;
    private final Map<Place, Running> running = new TreeMap<>();
    private final Map<Place, DetectorPart> restored = new TreeMap<>();

    /**
     * @param values of a row, in order
     * @param forgetMs time without a row of its place after which a detector begins anew
     */
    ChangeDetectors(List<DetectorDefinition> definitions, List<String> values, long forgetMs) {
        this.forgetMs = forgetMs;
        this.definitions = definitions;
        this.settings =
                definitions.stream().map(DetectorDefinition::detectorSettings).toList();
        this.columns = definitions.stream()
                .mapToInt(definition -> values.indexOf(definition.on()))
                .toArray();
    }

    static String name(DetectorDefinition definition) {
        return definition.on() + " " + definition.statistic();
    }

    /** Shows a row to the detectors of its partition; the names of those that told a change. Values that one does not take are not shown to it. */
    List<String> add(ScoredRow row) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            double value = columns[i] < 0 ? Double.NaN : row.values[columns[i]];
            if (!settings.get(i).kind().input().holds(value)) {
                continue;
            }
            String name = name(definitions.get(i));
            DetectorSettings made = settings.get(i);
            Place place = new Place(row.model, row.feedPartition, name);
            Running here = running.computeIfAbsent(place, at -> begun(at, made));
            if (here.lastMs != 0 && row.eventTimeMs - here.lastMs > forgetMs) {
                here = new Running(made.create(), here.seen);
                running.put(place, here);
            }
            here.seen++;
            here.lastMs = Math.max(here.lastMs, row.eventTimeMs);
            if (here.detector.add(value) == Signal.DRIFT) {
                told.add(name);
            }
        }
        return told;
    }

    /** The detector of a place as it was restored; a new one where there was none, or one with other settings. */
    private Running begun(Place place, DetectorSettings made) {
        DetectorPart part = restored.remove(place);
        if (part != null) {
            ChangeDetector detector = ChangeDetectorCodec.decode(part.bytes);
            if (detector.settings().equals(made)) {
                Running again = new Running(detector, part.seen);
                again.lastMs = part.lastMs;
                return again;
            }
        }
        // Counted on, so that what was written of other settings does not pass for newer.
        return new Running(made.create(), part == null ? 0 : part.seen);
    }

    /**
     * The detectors of partitions read here, as they are now, and those restored of other partitions that are in this one's care.
     *
     * @param inCare whether those of a partition that is not read here are written here
     */
    List<DetectorPart> snapshot(IntPredicate inCare) {
        List<DetectorPart> parts = new ArrayList<>();
        running.forEach((place, here) -> parts.add(here.part(place)));
        restored.forEach((place, part) -> {
            if (inCare.test(place.partition())) {
                parts.add(part);
            }
        });
        return parts;
    }

    /** Takes a detector back, if the document still declares it; of copies the newest: the one with the latest value, of these the one that has seen most. */
    void restore(DetectorPart part) {
        Place place = new Place(part.model, part.partition, part.name);
        DetectorPart known = restored.get(place);
        boolean declared =
                definitions.stream().anyMatch(definition -> name(definition).equals(part.name));
        if (declared && (known == null || NEWEST.compare(known, part) < 0)) {
            restored.put(place, part);
        }
    }

    /**
     * Forgets the detectors that the next row of their partition would find too old, whenever this is called; what an earlier version
     * wrote has no such time, and stays.
     *
     * @param clocks latest event time by partition
     * @param latenessMs how far behind it a row may still be
     */
    void forget(Map<Integer, Long> clocks, long latenessMs) {
        running.entrySet().removeIf(here -> isOld(here.getKey(), here.getValue().lastMs, clocks, latenessMs));
        restored.entrySet().removeIf(here -> isOld(here.getKey(), here.getValue().lastMs, clocks, latenessMs));
    }

    private boolean isOld(Place place, long lastMs, Map<Integer, Long> clocks, long latenessMs) {
        Long clockMs = clocks.get(place.partition());
        return lastMs != 0 && clockMs != null && clockMs - latenessMs - lastMs > forgetMs;
    }
}
