package io.streamgauge.scoring.gate;

import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.GateReport.Check;
import io.streamgauge.scoring.store.GateReport.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects checks, in their order; one that nothing is said of was skipped. */
final class GateChecks {

    private final Map<String, Check> checks = new LinkedHashMap<>();
    private GateReport.@Nullable Golden golden;
    private GateReport.@Nullable Latency latency;

    GateChecks(List<String> names) {
        names.forEach(name -> checks.put(name, new Check(name, Outcome.SKIPPED, "")));
    }

    void passed(String name, String detail) {
        add(new Check(name, Outcome.PASSED, detail));
    }

    void failed(String name, String detail) {
        add(new Check(name, Outcome.FAILED, detail));
    }

    /** Failed with its problems, or else passed. */
    void add(String name, List<String> problems, String detail) {
        if (problems.isEmpty()) {
            passed(name, detail);
        } else {
            failed(name, String.join("\n    ", problems));
        }
    }

    void add(Check check) {
        checks.put(check.name(), check);
    }

    void golden(GateReport.Golden result) {
        golden = result;
    }

    void latency(GateReport.Latency result) {
        latency = result;
    }

    GateReport report() {
        boolean failed = checks.values().stream().anyMatch(check -> check.outcome() == Outcome.FAILED);
        String why = failed ? "a check before it failed" : "not asked for";
        return new GateReport(
                checks.values().stream()
                        .map(check -> check.outcome() == Outcome.SKIPPED
                                ? new Check(check.name(), Outcome.SKIPPED, why)
                                : check)
                        .toList(),
                golden,
                latency);
    }
}
