package io.streamgauge.drift;

import io.streamgauge.drift.definition.DetectorDefinition;
import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectorSettings;
import io.streamgauge.drift.detector.Signal;
import io.streamgauge.drift.state.ChangeDetectorCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The change detectors of every model and partition of the predictions topic. Each sees the rows of one partition in the order of their
 * offsets, which is the same in every run; how partitions interleave is not. Memory: one detector for each model, partition and
 * declared detector.
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

        private Running(ChangeDetector detector, long seen) {
            this.detector = detector;
            this.seen = seen;
        }
    }

    private final List<DetectorDefinition> definitions;
    private final List<DetectorSettings> settings;
    private final int[] columns;
    private final Map<Place, Running> running = new TreeMap<>();

    /** @param values of a row, in order */
    ChangeDetectors(List<DetectorDefinition> definitions, List<String> values) {
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
            Running here = running.computeIfAbsent(
                    new Place(row.model, row.feedPartition, name), place -> new Running(made.create(), 0));
            here.seen++;
            if (here.detector.add(value) == Signal.DRIFT) {
                told.add(name);
            }
        }
        return told;
    }

    /** All detectors, as they are now. */
    List<DetectorPart> snapshot() {
        List<DetectorPart> parts = new ArrayList<>();
        running.forEach((place, here) -> parts.add(DetectorPart.of(
                place.model(), place.partition(), place.name(), here.seen, ChangeDetectorCodec.encode(here.detector))));
        return parts;
    }

    /**
     * Takes a detector back. Every subtask is given those of all, since partitions move; of copies the one that has seen most is the
     * newest. One that the document no longer declares, or with other settings, is left out.
     */
    void restore(DetectorPart part) {
        Place place = new Place(part.model, part.partition, part.name);
        Running known = running.get(place);
        if (known != null && known.seen >= part.seen) {
            return;
        }
        for (int i = 0; i < definitions.size(); i++) {
            if (name(definitions.get(i)).equals(part.name)) {
                ChangeDetector detector = ChangeDetectorCodec.decode(part.bytes);
                if (detector.settings().equals(settings.get(i))) {
                    running.put(place, new Running(detector, part.seen));
                }
            }
        }
    }
}
