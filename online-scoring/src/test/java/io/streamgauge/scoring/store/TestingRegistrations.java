package io.streamgauge.scoring.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Registrations of bytes that need not be a model. */
public final class TestingRegistrations {

    private TestingRegistrations() {}

    /** A registration of {@code onnx}, measured and described. */
    public static ModelRegistration of(String name, String version, byte[] onnx) {
        return new ModelRegistration(
                name,
                version,
                Digests.of(onnx),
                onnx.length,
                "fraud",
                "0123abcd",
                List.of("amount", "customer.tx_count_7d"),
                List.of(new ModelRegistration.Port("x", "FLOAT", List.of(-1L, 2L))),
                List.of(new ModelRegistration.Port("score", "FLOAT", List.of(-1L, 1L))),
                Instant.parse("2026-05-04T10:00:00Z"),
                new GateReport(
                        List.of(new GateReport.Check("operators", GateReport.Outcome.PASSED, "1 node")),
                        new GateReport.Golden(100, 1e-5, 2.5e-7, 0, 0, List.of(7, 3), List.of()),
                        new GateReport.Latency(10_000, 2.5, 4, 1000.0)),
                new ModelCard("# Fraud\n\nTrained by the risk team.", "{\"rows\": 100}"));
    }

    /** Bytes that stand for a file. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
