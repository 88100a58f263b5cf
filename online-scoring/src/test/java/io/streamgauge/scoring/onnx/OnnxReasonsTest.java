package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.MissingRule;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.explain.MarginShares;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares against the definition of the Shapley value over the model's own scores of mixed rows. */
final class OnnxReasonsTest {

    /** Scores are float32, and so is what the definition makes of them. */
    private static final Offset<Double> FLOATS = Offset.offset(2e-5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }

    private static ModelContract numbers(String... names) {
        return ModelContract.ofNumbers(List.of(names)).withReasons();
    }

    private OnnxModel load(ModelProto model, ModelContract contract) throws Exception {
        return OnnxModel.load(TestingModels.write(model, directory), contract);
    }

    /** Σ over sets of known inputs, of the model's margins averaged over the background. */
    private static double[] defined(
            OnnxScorer scorer, FeatureValues row, List<FeatureValues> background, DoubleUnaryOperator margin) {
        int inputs = row.size();
        double[] worth = new double[1 << inputs];
        for (int known = 0; known < worth.length; known++) {
            for (FeatureValues other : background) {
                FeatureValues mixed = new FeatureValues(inputs);
                for (int i = 0; i < inputs; i++) {
                    mixed.copy((known >> i & 1) == 1 ? row : other, i, i);
                }
                worth[known] += margin.applyAsDouble(scorer.score(mixed)) / background.size();
            }
        }
        double[] shares = new double[inputs];
        for (int known = 0; known < worth.length; known++) {
            int size = Integer.bitCount(known);
            for (int i = 0; i < inputs; i++) {
                if ((known >> i & 1) == 0) {
                    shares[i] += (worth[known | 1 << i] - worth[known]) / (inputs * choose(inputs - 1, size));
                }
            }
        }
        return shares;
    }

    private static double choose(int n, int k) {
        return k == 0 ? 1 : choose(n - 1, k - 1) * n / k;
    }

    private static void check(
            OnnxScorer scorer, FeatureValues row, List<FeatureValues> background, DoubleUnaryOperator margin) {
        double[] wanted = defined(scorer, row, background, margin);
        double score = scorer.score(row);
        MarginShares shares = scorer.shares(row);
        double[] told = new double[row.size()];
        Arrays.setAll(told, shares::share);
        assertThat(told).containsExactly(wanted, FLOATS);
        assertThat(shares.margin()).isCloseTo(margin.applyAsDouble(score), FLOATS);
        assertThat(shares.base() + Arrays.stream(told).sum()).isCloseTo(shares.margin(), Offset.offset(1e-9));
    }

    private static String json(List<String> names, List<FeatureValues> rows) {
        List<String> written = new ArrayList<>();
        for (FeatureValues row : rows) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                String text = row.textAt(i);
                values.add(row.isMissing(i) ? "null" : text != null ? '"' + text + '"' : "" + row.valueAt(i));
            }
            Collections.reverse(values);
            written.add(values.toString());
        }
        List<String> reversed = new ArrayList<>(names);
        Collections.reverse(reversed);
        return "{\"columns\": [\"" + String.join("\", \"", reversed) + "\"], \"rows\": " + written + "}";
    }

    @Test
    void treesAgainstABackground() throws Exception {
        Random random = new Random(7);
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        List<FeatureValues> background = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            background.add(randomRow(random));
        }
        TestingTrees trees = new TestingTrees(random, 10, 4, 6);
        ModelProto model = TestingReasons.withBackground(TestingModels.trees(trees, 6), json(names, background));
        try (OnnxModel loaded = load(model, numbers("a", "b", "c", "d", "e", "f"));
                OnnxScorer scorer = loaded.newScorer()) {
            for (int i = 0; i < 10; i++) {
                check(scorer, randomRow(random), background, DoubleUnaryOperator.identity());
            }
        }
    }

    @Test
    void isolationForestsAgainstABackground() throws Exception {
        Random random = new Random(8);
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        List<FeatureValues> background = List.of(whole(random), whole(random), whole(random));
        List<TestingTrees> trees = new ArrayList<>();
        List<long[]> orders = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            trees.add(new TestingTrees(random, 1, 4, 6));
            orders.add(random.ints(0, 6).distinct().limit(6).asLongStream().toArray());
        }
        ModelProto model = TestingReasons.withBackground(
                TestingForests.isolation(trees, orders, List.of()), json(names, background));
        try (OnnxModel loaded = load(model, numbers("a", "b", "c", "d", "e", "f"));
                OnnxScorer scorer = loaded.newScorer()) {
            for (int i = 0; i < 10; i++) {
                check(scorer, whole(random), background, OnnxReasonsTest::length);
            }
        }
    }

    private static FeatureValues whole(Random random) {
        double[] values = new double[6];
        Arrays.setAll(values, i -> random.nextInt(-25, 25) / 10.0);
        return Vectors.of(values);
    }

    /** The mean path length of which −2^−m and the threshold make the score. */
    private static double length(double score) {
        return -Math.log(TestingForests.SHIFT - score) / Math.log(2);
    }

    @Test
    void isolationForestsByTheirCovers() throws Exception {
        TestingTrees stump = new TestingTrees(new Random(9), 1, 1, 1);
        ModelProto model = TestingForests.isolation(
                List.of(stump, stump),
                List.of(new long[] {0, 1}, new long[] {1, 0}),
                List.of(List.of(4f, 3f, 1f), List.of(4f, 2f, 2f)));
        double left = 2 + 1 - 1 + Math.log(2);
        double right = 2 + 2 - 1 + Math.log(3);
        try (OnnxModel loaded = load(model, numbers("a", "b"));
                OnnxScorer scorer = loaded.newScorer()) {
            FeatureValues row = Vectors.of(-9, 9);
            scorer.score(row);
            MarginShares shares = scorer.shares(row);
            assertThat(shares.base()).isCloseTo((5 * left + 3 * right) / 4 / 6, FLOATS);
            assertThat(shares.share(0)).as("the first column's tree").isCloseTo((left - right) / 4 / 6, FLOATS);
            assertThat(shares.share(1)).isCloseTo((right - left) / 2 / 6, FLOATS);
        }
    }

    @Test
    void isolationForestsOfAnotherShapeAreRefused() {
        TestingTrees stump = new TestingTrees(new Random(9), 1, 1, 1);
        ModelProto two = TestingForests.isolation(
                List.of(stump, stump), List.of(new long[] {0, 1}, new long[] {0, 1}), List.of());
        assertRefused(two, "neither rows of a background (property 'streamgauge.background')");
        ModelProto.Builder mixed = two.toBuilder();
        mixed.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOutput(0).equals("more1"))
                .forEach(node -> node.setInput(0, "flatdepth0"));
        assertRefused(
                mixed.build(), "'length1' of the isolation forest is made of 2 TreeEnsembleRegressor; expected 1");
    }

    @Test
    void treesOfTheNewestOperator() throws Exception {
        Random random = new Random(10);
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        List<FeatureValues> background = List.of(randomRow(random), randomRow(random), randomRow(random));
        for (int function = 0; function < 2; function++) {
            ModelProto model = TestingForests.ensemble(
                    new TestingTrees(random, 8, 4, 6), 6, TestingModels.number("aggregate_function", function));
            try (OnnxModel loaded = load(
                            TestingReasons.withBackground(model, json(names, background)),
                            numbers("a", "b", "c", "d", "e", "f"));
                    OnnxScorer scorer = loaded.newScorer()) {
                for (int i = 0; i < 10; i++) {
                    check(scorer, randomRow(random), background, DoubleUnaryOperator.identity());
                }
            }
        }
    }

    @Test
    void otherFormsOfTheNewestOperatorAreRefused() {
        TestingTrees stump = new TestingTrees(new Random(9), 1, 1, 1);
        assertRefused(
                TestingForests.ensemble(stump, 2, TestingModels.number("aggregate_function", 3)),
                "taken together by aggregate_function 3; allowed are 0, their average, and 1, their sum");
        assertRefused(
                TestingForests.ensemble(stump, 2, TestingModels.number("post_transform", 4)),
                "post_transform is 4; allowed are 0 for none");
        assertRefused(TestingForests.ensemble(stump, 2), "TreeEnsemble of ai.onnx.ml 5 has none of leaves");
    }

    private static FeatureValues randomRow(Random random) {
        double[] values = new double[6];
        Arrays.setAll(values, i -> random.nextInt(5) == 0 ? Double.NaN : random.nextInt(-25, 25) / 10.0);
        return Vectors.of(values);
    }

    @Test
    void encodersAndScalersBeforeWeights() throws Exception {
        ModelContract contract = new ModelContract(
                List.of(
                        new ModelContract.Value("shop", true, MissingRule.REFUSE),
                        new ModelContract.Value("amount", false, MissingRule.NAN),
                        new ModelContract.Value("count", false, MissingRule.NAN)),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                true);
        List<FeatureValues> background = List.of(shop("north", 1, 2), shop("west", 5, Double.NaN), shop("south", 0, 0));
        ModelProto model = TestingReasons.withBackground(
                TestingReasons.encoded(), json(List.of("shop", "amount", "count"), background));
        try (OnnxModel loaded = load(model, contract);
                OnnxScorer scorer = loaded.newScorer()) {
            check(scorer, shop("south", 3, 1), background, OnnxReasonsTest::logit);
            check(scorer, shop("unheard of", Double.NaN, 7), background, OnnxReasonsTest::logit);
        }
    }

    private static FeatureValues shop(String shop, double amount, double count) {
        FeatureValues row = new FeatureValues(3);
        row.set(0, shop);
        if (!Double.isNaN(amount)) {
            row.set(1, amount);
        }
        if (!Double.isNaN(count)) {
            row.set(2, count);
        }
        return row;
    }

    @Test
    void aMatrixOfDoubles() throws Exception {
        List<FeatureValues> background = List.of(Vectors.of(1, 1, 1), Vectors.of(0, 2, -1));
        ModelProto model =
                TestingReasons.withBackground(TestingReasons.doubles(), json(List.of("a", "b", "c"), background));
        try (OnnxModel loaded = load(model, numbers("a", "b", "c"));
                OnnxScorer scorer = loaded.newScorer()) {
            check(scorer, Vectors.of(0.1, 0.2, 0.3), background, OnnxReasonsTest::logit);
        }
    }

    @Test
    void theClassScoredIsTheOneToldOf() throws Exception {
        String background = json(List.of("a", "b", "c"), List.of(Vectors.of(0, 0, 0)));
        ModelProto model =
                TestingReasons.withBackground(TestingTabular.classes(true, List.of("x", "y", "z")), background);
        ModelContract greatest = new ModelContract(
                numbers("a", "b", "c").vector(),
                Map.of(),
                Optional.empty(),
                Optional.of("max"),
                List.of(),
                false,
                true);
        try (OnnxModel loaded = load(model, greatest);
                OnnxScorer scorer = loaded.newScorer()) {
            for (int chosen = 0; chosen < 3; chosen++) {
                double[] row = {1, 1, 1};
                row[chosen] = 3;
                scorer.score(Vectors.of(row));
                MarginShares shares = scorer.shares(Vectors.of(row));
                double[] wanted = new double[3];
                wanted[chosen] = 3;
                assertThat(new double[] {shares.share(0), shares.share(1), shares.share(2)})
                        .containsExactly(wanted);
            }
        }
    }

    @Test
    void coversInTheFile() throws Exception {
        ModelProto model = TestingReasons.withCovers(TestingReasons.stump(), List.of(40f, 30f, 10f));
        try (OnnxModel loaded = load(model, numbers("a", "b"));
                OnnxScorer scorer = loaded.newScorer()) {
            scorer.score(Vectors.of(6, 0));
            MarginShares shares = scorer.shares(Vectors.of(6, 0));
            assertThat(shares.base()).isEqualTo(0.5);
            assertThat(shares.margin()).isEqualTo(-1);
            assertThat(shares.share(0)).isEqualTo(-1.5);
            assertThat(shares.share(1)).isZero();
        }
    }

    @Test
    void treesOfNeitherAreRefused() {
        assertRefused(TestingReasons.stump(), "neither rows of a background (property 'streamgauge.background')");
        assertRefused(TestingReasons.withCovers(TestingReasons.stump(), List.of(1f, 1f, 1f)), "hitrates that add up");
        assertRefused(TestingModels.linear(List.of(), 1, 2, 3), "the model is linear");
    }

    @Test
    void otherScoresAreRefused() {
        assertRefused(
                TestingModels.identity(
                        TestingModels.tensor("x", ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT, -1, 2),
                        TestingModels.tensor("score", ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT, -1, 2)),
                "is made by no node; reasons are given for scores of TreeEnsembleRegressor");
        assertRefused(
                TestingReasons.stump(List.of(TestingModels.text("post_transform", "PROBIT"))),
                "post_transform is PROBIT; allowed are NONE, LOGISTIC, SOFTMAX");
        assertRefused(
                TestingReasons.stump(List.of(TestingModels.text("aggregate_function", "MAX"))),
                "allowed are SUM and AVERAGE");
    }

    @Test
    void badBackgroundsAreRefused() {
        assertBackground("nonsense", "it is no JSON");
        assertBackground("{\"columns\": [\"a\", \"c\"], \"rows\": [[1, 2]]}", "unknown input 'c'");
        assertBackground("{\"columns\": [\"a\"], \"rows\": [[1]]}", "it has no column 'b'");
        assertBackground("{\"columns\": [\"a\", \"b\", \"a\"], \"rows\": [[1, 2, 3]]}", "stands twice");
        assertBackground("{\"columns\": [\"a\", \"b\"], \"rows\": []}", "0 rows; expected 1 to 1000");
        assertBackground("{\"columns\": [\"a\", \"b\"], \"rows\": [[1]]}", "a row has 1 values; expected 2");
        assertBackground(
                "{\"columns\": [\"a\", \"b\"], \"rows\": [[1, \"x\"]]}", "'b' is \"x\"; expected a number or null");
    }

    private void assertBackground(String json, String message) {
        assertRefused(TestingReasons.withBackground(TestingReasons.stump(), json), message);
    }

    private void assertRefused(ModelProto model, String message) {
        assertThatThrownBy(() -> load(model, numbers("a", "b")))
                .isInstanceOf(BadModelException.class)
                .hasMessageContaining(message);
    }

    @Test
    void withoutReasonsNothingIsPrepared() throws Exception {
        try (OnnxModel loaded = load(TestingReasons.stump(), ModelContract.ofNumbers(List.of("a", "b")));
                OnnxScorer scorer = loaded.newScorer()) {
            assertThatThrownBy(() -> scorer.shares(Vectors.of(1, 2))).hasMessageContaining("without reasons");
        }
    }
}
