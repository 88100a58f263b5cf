package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.streamgauge.scoring.MissingRule;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are scored together get the scores they get alone, to the bit; and where that is not sure they are scored alone. */
final class TogetherTest {

    private static final int FEATURES = 6;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void treesGiveEachRowTheSameBitsTogetherAsAlone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int count : new int[] {1, 7, 60, 300}) {
            TestingTrees trees = new TestingTrees(random, count, random.nextInt(1, 7), FEATURES);
            try (OnnxModel model = OnnxModel.load(
                            TestingModels.write(TestingModels.trees(trees, FEATURES), directory), NAMES);
                    OnnxScorer alone = model.newScorer();
                    OnnxScorer together = model.newScorer()) {
                assertThat(together.together()).isEqualTo(32);
                for (int round = 0; round < 50; round++) {
                    checkSame(rows(random), alone, together, "seed " + seed + ", " + count + " trees");
                }
            }
        }
    }

    private static void checkSame(List<FeatureValues> rows, OnnxScorer alone, OnnxScorer together, String what) {
        together.scoreTogether(rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(Double.doubleToRawLongBits(together.turnTo(i)))
                    .as("row %d of %d, %s", i, rows.size(), what)
                    .isEqualTo(Double.doubleToRawLongBits(alone.score(rows.get(i))));
            assertThat(together.numbers()).isEqualTo(alone.numbers());
        }
    }

    /** Up to 32 of them, on thresholds, beside them, missing, without end. */
    private static List<FeatureValues> rows(Random random) {
        List<FeatureValues> rows = new ArrayList<>();
        int count = random.nextInt(1, 33);
        for (int row = 0; row < count; row++) {
            double[] values = new double[FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                values[i] = switch (random.nextInt(6)) {
                    case 0 -> Double.NaN;
                    case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                    case 2 -> random.nextGaussian() * 1e30;
                    default -> random.nextInt(-25, 25) / 10.0;
                };
            }
            rows.add(Vectors.of(values));
        }
        return rows;
    }

    @Test
    void whatAddsUpProductsIsScoredAlone() throws Exception {
        Path file = TestingModels.write(TestingModels.linear(NAMES, 1, 1, 2, 3, 4, 5, 6), directory);
        try (OnnxModel model = OnnxModel.load(file, NAMES);
                OnnxScorer scorer = model.newScorer()) {
            assertThat(scorer.together()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNotKnownInTimeIsNotAssumed() throws Exception {
        TestingTrees trees = new TestingTrees(new Random(1), 5, 3, FEATURES);
        try (OnnxModel model =
                OnnxModel.load(TestingModels.write(TestingModels.trees(trees, FEATURES), directory), NAMES)) {
            assertThat(model.sameTogether(Duration.ofMinutes(1))).isTrue();
            assertThat(model.sameTogether(Duration.ZERO)).isFalse();
        }
    }

    /** Many numbers of all sizes, each at another place of the run. */
    @Test
    void aSigmoidGivesEachNumberTheSameBitsTogetherAsAlone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        GraphProto graph = GraphProto.newBuilder()
                .setName("sigmoid")
                .addInput(TestingModels.tensor("x", DataType.FLOAT, TestingModels.BATCH, 1))
                .addNode(node("Sigmoid", "score").addInput("x"))
                .addOutput(TestingModels.score(TestingModels.BATCH, 1))
                .build();
        Path file = TestingModels.write(TestingModels.model(List.of(), graph), directory);
        try (OnnxModel model = OnnxModel.load(file, List.of("x"));
                OnnxScorer alone = model.newScorer();
                OnnxScorer together = model.newScorer()) {
            assertThat(together.together()).isEqualTo(32);
            for (int round = 0; round < 500; round++) {
                List<FeatureValues> rows = new ArrayList<>();
                int count = random.nextInt(1, 33);
                for (int i = 0; i < count; i++) {
                    rows.add(Vectors.of(random.nextGaussian() * Math.pow(10, random.nextDouble(-6, 3))));
                }
                checkSame(rows, alone, together, "seed " + seed);
            }
        }
    }

    /** Rows of one number, of which 0 to 39 are looked up among the places of a row; any other fails the run. */
    @Test
    void aRowThatFailsOrIsRefusedLeavesItsNeighboursTheirScores() throws Exception {
        Path file = TestingModels.write(places(), directory);
        ModelContract contract = new ModelContract(
                List.of(new ModelContract.Value("n", false, MissingRule.REFUSE)),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
        try (OnnxModel model = OnnxModel.load(file, contract);
                OnnxScorer scorer = model.newScorer()) {
            assertThat(scorer.together()).isEqualTo(32);
            check(scorer, 3, 1.5, -20, 1.5, 7);
            check(scorer, 3, 99, 7);
            check(scorer, 1.5, 99, 2.5);
            check(scorer, 99, 7, 8);
        }
    }

    private static void check(OnnxScorer scorer, double... numbers) {
        List<FeatureValues> rows = new ArrayList<>();
        for (double number : numbers) {
            rows.add(Vectors.of(number));
        }
        scorer.scoreTogether(rows);
        for (int i = 0; i < numbers.length; i++) {
            double score = scorer.turnTo(i);
            if (numbers[i] == 99) {
                assertThat(score).isNaN();
                assertThat(scorer.refusal()).startsWith("the model fails on this row: ");
            } else if (numbers[i] != Math.rint(numbers[i])) {
                assertThat(score).isNaN();
                assertThat(scorer.refusal()).contains("takes whole numbers");
            } else {
                assertThat(score).isEqualTo(numbers[i] + 20);
                assertThat(scorer.refusal()).isNull();
            }
        }
    }

    private static ModelProto places() {
        GraphProto graph = GraphProto.newBuilder()
                .setName("places")
                .addInput(TestingModels.tensor("n", DataType.INT64, TestingModels.BATCH, 1))
                .addInitializer(TensorProto.newBuilder()
                        .setName("shape")
                        .setDataType(DataType.INT64.getNumber())
                        .addDims(2)
                        .addInt64Data(-1)
                        .addInt64Data(40))
                .addNode(NodeProto.newBuilder()
                        .setOpType("OneHotEncoder")
                        .setDomain(TestingModels.ML)
                        .addInput("n")
                        .addOutput("places")
                        .addAttribute(TestingModels.number("zeros", 0))
                        .addAttribute(TestingModels.numbers(
                                "cats_int64s", LongStream.range(-20, 20).boxed().toList())))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Reshape")
                        .addInput("places")
                        .addInput("shape")
                        .addOutput("flat"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("ArgMax")
                        .addInput("flat")
                        .addOutput("place")
                        .addAttribute(TestingModels.number("axis", 1)))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Cast")
                        .addInput("place")
                        .addOutput("score")
                        .addAttribute(TestingModels.number("to", DataType.FLOAT.getNumber())))
                .addOutput(TestingModels.score(TestingModels.BATCH, 1))
                .build();
        return TestingModels.model(List.of(), graph);
    }

    /** A row plus each row is a table; where the greatest of each of its rows is depends on all rows. */
    @Test
    void aGraphThatMixesRowsByOperatorsThatNeedNotIsFoundOut() throws Exception {
        GraphProto graph = GraphProto.newBuilder()
                .setName("mixed")
                .addInput(TestingModels.tensor("x", DataType.FLOAT, TestingModels.BATCH, 1))
                .addInitializer(TensorProto.newBuilder()
                        .setName("flat")
                        .setDataType(DataType.INT64.getNumber())
                        .addDims(1)
                        .addInt64Data(-1))
                .addNode(node("Reshape", "all").addInput("x").addInput("flat"))
                .addNode(node("Add", "pairs").addInput("x").addInput("all"))
                .addNode(node("ArgMax", "greatest").addInput("pairs").addAttribute(TestingModels.number("axis", 1)))
                .addNode(node("Cast", "score")
                        .addInput("greatest")
                        .addAttribute(TestingModels.number("to", DataType.FLOAT.getNumber())))
                .addOutput(TestingModels.score(TestingModels.BATCH, 1))
                .build();
        ModelProto mixed = TestingModels.model(List.of(), graph);
        assertThat(RowByRow.holds(mixed.toByteArray())).isTrue();
        try (OnnxModel model = OnnxModel.load(TestingModels.write(mixed, directory), List.of("x"));
                OnnxScorer scorer = model.newScorer()) {
            assertThat(scorer.together()).isEqualTo(1);
        }
    }

    private static NodeProto.Builder node(String operator, String output) {
        return NodeProto.newBuilder().setOpType(operator).addOutput(output);
    }
}
