package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.drift.detector.DetectorSettings;
import java.util.List;
import java.util.Map;

/**
 * A change detector, and what MOA 2024.07 measures of its own.
 *
 * @param title as the page calls it
 * @param settings what it is made with
 * @param bernoulli MOA's figures on Bernoulli streams, in the order of the page's columns; empty where there are none
 * @param elec2 MOA's accuracy and number of changes on ELEC2 with naive Bayes; empty where there are none
 */
record Contender(String title, DetectorSettings settings, List<String> bernoulli, List<String> elec2) {

    static final List<Contender> ALL = List.of(
            new Contender(
                    "ADWIN, MOA's",
                    of(DetectorKind.ADWIN, Map.of("restart", 0.0, "risesOnly", 1.0)),
                    List.of(".02", ".02", ".737 / 1238", ".010 / 582", "0 / 162", "0 / 63", "0"),
                    List.of("80.462", "56")),
            new Contender("ADWIN, our default", of(DetectorKind.ADWIN, Map.of()), List.of(), List.of()),
            new Contender(
                    "Cusum, MOA's",
                    of(DetectorKind.PAGE_HINKLEY, Map.of("forget", 0.0)),
                    List.of(".02", "1.86", ".110 / 1029", ".003 / 481", ".003 / 218", "0 / 106", ".3"),
                    List.of("79.652", "29")),
            new Contender(
                    "Page-Hinkley, MOA's",
                    of(DetectorKind.PAGE_HINKLEY, Map.of("floor", 0.0)),
                    List.of("0", ".10", ".450 / 1295", ".007 / 739", "0 / 326", "0 / 152", "0"),
                    List.of("78.529", "18")),
            new Contender(
                    "DDM",
                    of(DetectorKind.DDM, Map.of()),
                    List.of("2.0", ".36", ".493 / 906", ".190 / 605", ".010 / 375", "0 / 163", "31"),
                    List.of("85.335", "239")),
            new Contender(
                    "EDDM",
                    of(DetectorKind.EDDM, Map.of()),
                    List.of("24.5", "27.9", ".050 / 354", ".007 / 174", "0 / 93", "0 / 55", "95"),
                    List.of("84.936", "205")),
            new Contender(
                    "ECDD",
                    of(DetectorKind.ECDD, Map.of()),
                    List.of("345", "268", "0 / 195", "0 / 126", "0 / 54", ".05 / 11", "100"),
                    List.of("88.111", "426")),
            new Contender(
                    "HDDM_A",
                    of(DetectorKind.HDDM_A, Map.of()),
                    List.of("0", ".36", ".647 / 1093", ".010 / 461", "0 / 135", "0 / 51", "4"),
                    List.of("85.125", "194")),
            new Contender(
                    "HDDM_W",
                    of(DetectorKind.HDDM_W, Map.of()),
                    List.of("0", "7.8", ".377 / 813", ".023 / 408", "0 / 79", "0 / 26", "9"),
                    List.of("84.088", "144")),
            new Contender(
                    "RDDM",
                    of(DetectorKind.RDDM, Map.of()),
                    List.of("8.8", "6.3", ".093 / 542", ".007 / 236", "0 / 102", "0 / 49", "61"),
                    List.of("84.830", "173")),
            new Contender(
                    "STEPD",
                    of(DetectorKind.STEPD, Map.of()),
                    List.of("38.7", "28.8", ".170 / 555", ".040 / 268", ".013 / 70", "0 / 20", "46"),
                    List.of("85.659", "218")));

    private static DetectorSettings of(DetectorKind kind, Map<String, Double> changed) {
        DetectorSettings settings = kind.defaults();
        for (Map.Entry<String, Double> setting : changed.entrySet()) {
            settings = settings.with(setting.getKey(), setting.getValue());
        }
        return settings;
    }

    ChangeDetector create() {
        return settings.create();
    }
}
