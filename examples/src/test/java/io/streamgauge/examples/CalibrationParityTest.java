package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.scoring.calibration.Calibration;
import io.streamgauge.scoring.calibration.IsotonicCalibration;
import io.streamgauge.scoring.calibration.Outcomes;
import io.streamgauge.scoring.calibration.PlattCalibration;
import java.io.File;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Calibrations against those of scikit-learn; {@code examples/models/parity} makes the cases and runs this. */
final class CalibrationParityTest {

    /** Names the file that {@code calibration.py} wrote. */
    private static final String FILE = "streamgauge.calibration";

    /** The isotonic function is one; both add up in float64. */
    private static final double ISOTONIC_TOLERANCE = 1e-12;

    /** Of Platt's sigmoid both look for the greatest likelihood; they stop a little before it. */
    private static final double PLATT_TOLERANCE = 1e-6;

    private static final int CASES = 6;

    @Test
    void calibrationsAreThoseOfScikitLearn() throws IOException {
        assumeThat(System.getProperty(FILE))
                .as("cases are made by examples/models/parity, which gives their file in -D" + FILE)
                .isNotNull();
        JsonNode cases = new ObjectMapper().readTree(new File(System.getProperty(FILE)));
        assertThat(cases).hasSize(CASES);
        for (JsonNode one : cases) {
            Outcomes outcomes = outcomes(one);
            double isotonic = greatest(IsotonicCalibration.fit(outcomes), one, "isotonic");
            double platt = greatest(PlattCalibration.fit(outcomes), one, "platt");
            System.out.printf(
                    "%-14s %d rows, greatest difference: isotonic %.2g, Platt %.2g%n",
                    one.path("name").asText(), outcomes.size(), isotonic, platt);
            assertThat(isotonic).as(one.path("name").asText()).isLessThanOrEqualTo(ISOTONIC_TOLERANCE);
            assertThat(platt).as(one.path("name").asText()).isLessThanOrEqualTo(PLATT_TOLERANCE);
        }
    }

    private static Outcomes outcomes(JsonNode one) {
        double[] scores = numbers(one.path("scores"));
        boolean[] positive = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            positive[i] = one.path("outcomes").path(i).asInt() == 1;
        }
        return new Outcomes(scores, positive);
    }

    private static double greatest(Calibration fitted, JsonNode one, String method) {
        double[] asked = numbers(one.path("asked"));
        double[] wanted = numbers(one.path(method));
        assertThat(wanted).hasSameSizeAs(asked).isNotEmpty();
        double greatest = 0;
        for (int i = 0; i < asked.length; i++) {
            double difference = Math.abs(fitted.apply(asked[i]) - wanted[i]);
            greatest = Double.isNaN(difference) ? Double.NaN : Math.max(greatest, difference);
        }
        return greatest;
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
