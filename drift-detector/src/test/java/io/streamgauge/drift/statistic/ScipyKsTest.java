package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SciPy 1.17.1's own two-sample cases (BSD-3), where the sample data stands beside the checkout. One-sided cases are left out. */
class ScipyKsTest {

    private static final String FILE = "shared/data/reference-vectors/scipy_ks_2samp_cases.json.gz";

    @TestFactory
    Stream<DynamicTest> agreesWithScipy() throws IOException {
        Path file = find();
        Assumptions.assumeTrue(file != null, () -> "no " + FILE + " beside the checkout");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            JsonNode cases = new ObjectMapper().readTree(in).get("cases");
            return StreamSupport.stream(cases.spliterator(), false)
                    .filter(oneCase -> oneCase.get("alternative").asText().equals("two-sided"))
                    .map(oneCase -> DynamicTest.dynamicTest(
                            oneCase.get("test").asText() + " "
                                    + oneCase.get("mode").asText(),
                            () -> check(oneCase)));
        }
    }

    private static void check(JsonNode oneCase) {
        Comparison comparison = KolmogorovSmirnov.of(sample(oneCase.get("x1")), sample(oneCase.get("x2")));
        assertThat(comparison.value())
                .isCloseTo(oneCase.get("expected_statistic").asDouble(), within(1e-12));
        assertThat(comparison.pValue())
                .isCloseTo(oneCase.get("expected_p_value").asDouble(), within(1e-6));
    }

    private static double[] sample(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .sorted()
                .toArray();
    }

    private static @Nullable Path find() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve(FILE))) {
                return dir.resolve(FILE);
            }
        }
        return null;
    }
}
