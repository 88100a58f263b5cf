package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of the predictions is watched, and by which measures.
 *
 * @param parts what is watched
 * @param numeric measures of numbers
 * @param categorical measures of texts
 * @param byName measures of single inputs or outputs in place of these, by name
 * @param effects least effects that differ from {@link Measure#effect}
 * @param volumeEffect least change of the number of predictions in a window that is worth an alert, as a share
 * @param segments names by whose values the predictions are watched apart as well
 * @param detectors change detectors over single values
 * @param every time from the end of one window to that of the next; null when each begins where the last ends
 * @param absence what follows when predictions stay away
 * @param rows predictions with which a window ends, at the end of a whole {@code drift.window}; 0 when windows are of that length
 */
public record WatchDefinition(
        List<Watched> parts,
        List<Measure> numeric,
        List<Measure> categorical,
        Map<String, List<Measure>> byName,
        Map<Measure, Double> effects,
        double volumeEffect,
        List<String> segments,
        List<DetectorDefinition> detectors,
        @Nullable Duration every,
        Absence absence,
        long rows)
        implements Serializable {

    /** A definition that says nothing of what follows when predictions stay away. */
    public WatchDefinition(
            List<Watched> parts,
            List<Measure> numeric,
            List<Measure> categorical,
            Map<String, List<Measure>> byName,
            Map<Measure, Double> effects,
            double volumeEffect,
            List<String> segments,
            List<DetectorDefinition> detectors,
            @Nullable Duration every) {
        this(
                parts,
                numeric,
                categorical,
                byName,
                effects,
                volumeEffect,
                segments,
                detectors,
                every,
                Absence.DEFAULT,
                0);
    }

    /** {@link #volumeEffect} where the document says nothing else. */
    public static final double VOLUME_EFFECT = 0.5;

    /** Where the document says nothing. */
    public static final WatchDefinition DEFAULT = new WatchDefinition(
            Watched.DEFAULT,
            Measure.NUMERIC,
            Measure.CATEGORICAL,
            Map.of(),
            Map.of(),
            VOLUME_EFFECT,
            List.of(),
            List.of(),
            null);

    public WatchDefinition {
        parts = List.copyOf(parts);
        numeric = List.copyOf(numeric);
        categorical = List.copyOf(categorical);
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        EnumMap<Measure, Double> copy = new EnumMap<>(Measure.class);
        copy.putAll(effects);
        effects = Collections.unmodifiableMap(copy);
        segments = List.copyOf(segments);
        detectors = List.copyOf(detectors);
    }

    public boolean watches(Watched part) {
        return parts.contains(part);
    }

    /** Measures of a watched value. */
    public List<Measure> measures(String name, boolean category) {
        return byName.getOrDefault(name, category ? categorical : numeric);
    }

    /** Least value of a measure that is worth an alert. */
    public double effect(Measure measure) {
        return effects.getOrDefault(measure, measure.effect());
    }
}
