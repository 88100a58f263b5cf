package io.streamgauge.drift.definition;

import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.drift.detector.DetectorSettings;
import java.io.Serializable;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change detector over the values of one watched value, in the order in which they came.
 *
 * @param on name of the watched value
 * @param kind which detector
 * @param settings those that differ from its defaults, by name
 */
public record DetectorDefinition(String on, DetectorKind kind, Map<String, Double> settings) implements Serializable {

    public DetectorDefinition {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** As metrics and alerts name it, such as {@code adwin}. */
    public String statistic() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What the detector is made from. */
    public DetectorSettings detectorSettings() {
        DetectorSettings all = kind.defaults();
        for (Map.Entry<String, Double> setting : settings.entrySet()) {
            all = all.with(setting.getKey(), setting.getValue());
        }
        return all;
    }
}
