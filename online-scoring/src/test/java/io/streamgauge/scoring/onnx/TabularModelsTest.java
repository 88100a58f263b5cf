package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.MissingRule;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of several inputs and outputs: what goes where, what is the score, and what is refused. */
final class TabularModelsTest {

    private static final ModelContract MIXED = contract("amount", "exact", "n", "i", "ok", "shop$");
    private static final FeatureValues ROW = Vectors.mixed(0.5, 0.25, 3, 4, 1, "south");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** A contract for numbers, and texts where a name ends in $; missing values refuse. */
    private static ModelContract contract(String... names) {
        List<ModelContract.Value> vector = new ArrayList<>();
        for (String name : names) {
            boolean text = name.endsWith("$");
            vector.add(new ModelContract.Value(
                    text ? name.substring(0, name.length() - 1) : name, text, MissingRule.REFUSE));
        }
        return new ModelContract(vector, Map.of(), Optional.empty(), Optional.empty(), List.of(), false);
    }

    private static ModelContract bound(ModelContract contract, Map<String, List<String>> bind) {
        return new ModelContract(
                contract.vector(), bind, contract.output(), contract.column(), contract.publish(), contract.label());
    }

    private static ModelContract wanting(ModelContract contract, String output, String column, String... publish) {
        return new ModelContract(
                contract.vector(),
                contract.bind(),
                Optional.of(output).filter(text -> !text.isEmpty()),
                Optional.of(column).filter(text -> !text.isEmpty()),
                List.of(publish),
                contract.label());
    }

    /** What a model says of one row. */
    private record Said(
            double score, @org.jspecify.annotations.Nullable String label, List<ModelOutput> outputs) {}

    private Said score(ModelProto model, ModelContract contract, FeatureValues row) throws Exception {
        try (OnnxModel loaded = load(model, contract);
                Scorer scorer = loaded.newScorer()) {
            double blank = scorer.score(row);
            // The second run reads what the first has written over, too.
            assertThat(scorer.score(row)).isEqualTo(blank);
            assertThat(scorer.refusal()).isNull();
            return new Said(blank, scorer.label(), scorer.outputs());
        }
    }

    private OnnxModel load(ModelProto model, ModelContract contract) throws Exception {
        return OnnxModel.load(TestingModels.write(model, directory), contract);
    }

    private void refused(ModelProto model, ModelContract contract, String... parts) {
        assertThatThrownBy(() -> load(model, contract))
                .isInstanceOf(BadModelException.class)
                .message()
                .contains(parts);
    }

    @Test
    void inputsOfEveryTypeTakeTheValueOfTheirName() throws Exception {
        Said said = score(TestingTabular.mixed(), wanting(MIXED, "", "", "parts", "count", "label"), ROW);
        assertThat(said.score()).isEqualTo(0.5 + 0.25 + 3 + 4 + 1 + 20);
        assertThat(said.label()).isEqualTo("south");
        assertThat(said.outputs())
                .containsExactly(
                        new ModelOutput("parts", List.of(0.5, 0.25, 3.0, 4.0, 1.0, 20.0), List.of(), List.of()),
                        new ModelOutput("count", List.of(3.0), List.of(), List.of()),
                        new ModelOutput("label", List.of(), List.of("south"), List.of()));
    }

    @Test
    void theOrderOfTheVectorIsItsOwn() throws Exception {
        ModelContract other = contract("shop$", "ok", "i", "n", "exact", "amount");
        assertThat(score(TestingTabular.mixed(), other, Vectors.mixed("elsewhere", 0, 4, 3, 0.25, 0.5))
                        .score())
                .isEqualTo(0.5 + 0.25 + 3 + 4 - 1);
    }

    @Test
    void anInputOfAGroupTakesTheGroup() throws Exception {
        ModelContract vector = contract("request.night", "customer.count", "request.far", "customer.mean");
        assertThat(score(TestingTabular.groups("customer", "request"), vector, Vectors.of(1, 2, 3, 4))
                        .score())
                .isEqualTo(2 + 10 * 4 + 100 + 1000 * 3);
    }

    @Test
    void aDotMayBeWrittenOtherwise() throws Exception {
        ModelContract vector = contract("a.amount", "b.exact", "c.n", "c.i", "ok", "card.shop$");
        ModelProto model = TestingTabular.mixed("a_amount", "b.exact", "c_n", "c_i", "ok", "card_shop");
        assertThat(score(model, vector, ROW).score()).isEqualTo(28.75);
    }

    @Test
    void namesOfTheExportersOwnTakeTheVectorInOrder() throws Exception {
        ModelContract vector = contract("a", "b", "c", "d");
        try (OnnxModel model = load(TestingTabular.groups("input_1", "input_2"), vector);
                Scorer scorer = model.newScorer()) {
            assertThat(model.note()).hasValueSatisfying(note -> assertThat(note).contains("in order"));
            assertThat(scorer.score(Vectors.of(1, 2, 3, 4))).isEqualTo(1 + 20 + 300 + 4000);
        }
    }

    @Test
    void theDocumentBinds() throws Exception {
        ModelContract vector =
                bound(contract("a", "b", "c", "d"), Map.of("input_2", List.of("a", "c"), "input_1", List.of("d", "b")));
        assertThat(score(TestingTabular.groups("input_1", "input_2"), vector, Vectors.of(1, 2, 3, 4))
                        .score())
                .isEqualTo(4 + 10 * 2 + 100 + 1000 * 3);
    }

    @Test
    void aMismatchShowsBothSides() {
        refused(
                TestingTabular.mixed(),
                contract("amount", "exact", "n", "i", "store$", "ok"),
                "no value or group is named like the model's input 'shop'",
                "  amount  FLOAT [-1, 1] | amount  number",
                "  exact  DOUBLE [-1]    | exact  number",
                "  shop  STRING [-1, 1]  | ok  number");
        refused(TestingTabular.mixed(), contract("amount", "exact", "n", "i", "ok", "shop"), "'shop' is a number");
        refused(
                TestingTabular.mixed(),
                contract("amount$", "exact", "n", "i", "ok", "shop$"),
                "'amount' is a text, and the model's input 'amount' takes numbers",
                "hashBucket(amount, 100)");
        refused(
                TestingTabular.mixed(),
                contract("amount", "exact", "n", "i", "ok", "shop$", "extra"),
                "no input of the model takes extra");
        refused(
                TestingTabular.groups("customer", "request"),
                contract("customer.a", "request.a", "request.b"),
                "'customer' takes 2 values, and is given 1");
        refused(
                TestingTabular.groups("customer", "request"),
                bound(contract("a", "b"), Map.of("custmer", List.of("a"))),
                "unknown input 'custmer'; did you mean 'customer'?");
        refused(TestingTabular.groups("x", "y"), contract("a", "b", "c"), "takes more values");
    }

    @Test
    void missingValuesOfWholeNumbersHaveNoNan() {
        List<ModelContract.Value> vector = new ArrayList<>(MIXED.vector());
        vector.set(2, new ModelContract.Value("n", false, MissingRule.NAN));
        ModelContract nan = new ModelContract(vector, Map.of(), Optional.empty(), Optional.empty(), List.of(), false);
        refused(TestingTabular.mixed(), nan, "makes a missing 'n' nan, and the model's input 'n' takes whole numbers");
    }

    @Test
    void aValueThatDoesNotFitIsRefusedWithItsReason() throws Exception {
        try (OnnxModel model = load(TestingTabular.mixed(), MIXED);
                Scorer scorer = model.newScorer()) {
            assertThat(scorer.score(Vectors.mixed(0.5, 0.25, 3.5, 4, 1, "south")))
                    .isNaN();
            assertThat(scorer.refusal())
                    .isEqualTo("input 'n' is 3.5, and the model's input 'n' takes whole numbers of type int64");
            assertThat(scorer.score(Vectors.mixed(0.5, 0.25, 3, 3e9, 1, "south")))
                    .isNaN();
            assertThat(scorer.refusal()).contains("'i' is 3.0E9", "int32");
            assertThat(scorer.score(Vectors.mixed(0.5, 0.25, 3, 4, 2, "south"))).isNaN();
            assertThat(scorer.refusal()).contains("'ok' is 2.0", "takes 0 and 1");
            assertThat(scorer.score(Vectors.mixed(0.5, 0.25, 3, 4, 1, null))).isNaN();
            assertThat(scorer.refusal()).contains("'shop' is missing", "takes texts");
            assertThat(scorer.score(ROW)).as("the next row is scored").isEqualTo(28.75);
            assertThat(scorer.refusal()).isNull();
        }
    }

    @Test
    void aRowThatTheModelFailsOnIsRefusedAndTheNextIsScored() throws Exception {
        try (OnnxModel model = load(TestingTabular.lookup(3), contract("row"));
                Scorer scorer = model.newScorer()) {
            assertThat(scorer.score(Vectors.of(2))).isEqualTo(21);
            assertThat(scorer.score(Vectors.of(7))).isNaN();
            assertThat(scorer.refusal())
                    .startsWith("the model fails on this row: ")
                    .contains("Gather");
            assertThat(scorer.score(Vectors.of(1))).isEqualTo(11);
        }
    }

    @Test
    void aModelThatFailsOnEveryRowIsRefusedWhenItIsLoaded() {
        refused(TestingTabular.lookup(0), contract("row"), "Gather");
    }

    @Test
    void probabilitiesBehindAZipMapAreRead() throws Exception {
        ModelContract vector = wanting(contract("a", "b", "c"), "", "cash", "probabilities");
        for (boolean zipMap : new boolean[] {false, true}) {
            Said said =
                    score(TestingTabular.classes(zipMap, List.of("card", "cash", "none")), vector, Vectors.of(0, 1, 3));
            double all = 1 + Math.E + Math.exp(3);
            assertThat(said.score()).isCloseTo(Math.E / all, within(1e-6));
            assertThat(said.label()).isEqualTo("none");
            ModelOutput probabilities = said.outputs().get(0);
            assertThat(probabilities.getClasses()).containsExactly("card", "cash", "none");
            assertThat(probabilities.getValues().get(2)).isCloseTo(Math.exp(3) / all, within(1e-6));
        }
    }

    @Test
    void aBinaryClassifierBehindAZipMapGivesItsSecondClass() throws Exception {
        Said said = score(TestingModels.classifier(true, 0.25f, 1, -1), contract("a", "b"), Vectors.of(3, 2.5));
        assertThat(said.score()).isCloseTo(1 / (1 + Math.exp(-2 * 0.75)), within(1e-6));
        assertThat(said.label()).isEqualTo("1");
    }

    @Test
    void theGreatestProbabilityMayBeTheScore() throws Exception {
        ModelContract vector = wanting(contract("a", "b", "c"), "probabilities", "max");
        assertThat(score(TestingTabular.classes(true, List.of("x", "y", "z")), vector, Vectors.of(5, 0, 0))
                        .score())
                .isCloseTo(Math.exp(5) / (2 + Math.exp(5)), within(1e-6));
    }

    private static final Comparator<Double> NEARLY = (a, b) -> Math.abs(a - b) <= 1e-6 ? 0 : Double.compare(a, b);

    /** The classes, what each is given, and whether the score tells that. */
    private record Classes(List<String> names, List<Double> probabilities, boolean told) {}

    private Classes classes(ModelProto model, ModelContract contract, FeatureValues row) throws Exception {
        try (OnnxModel loaded = load(model, contract);
                Scorer scorer = loaded.newScorer()) {
            double score = scorer.score(row);
            return new Classes(
                    scorer.classes(),
                    Arrays.stream(scorer.probabilities(score)).boxed().toList(),
                    scorer.scoreTellsClasses());
        }
    }

    @Test
    void everyClassIsGivenItsProbability() throws Exception {
        for (String column : List.of("max", "cash")) {
            Classes many = classes(
                    TestingTabular.classes(true, List.of("card", "cash", "none")),
                    wanting(contract("a", "b", "c"), "probabilities", column),
                    Vectors.of(0, 1, 3));
            assertThat(many.names()).containsExactly("card", "cash", "none");
            assertThat(many.told()).isFalse();
            double all = 1 + Math.E + Math.exp(3);
            assertThat(many.probabilities())
                    .usingElementComparator(NEARLY)
                    .containsExactly(1 / all, Math.E / all, Math.exp(3) / all);
        }
    }

    @Test
    void ofTwoClassesTheOneThatIsScoredComesLast() throws Exception {
        ModelProto model = TestingModels.classifier(true, 0.25f, 1, -1);
        double second = 1 / (1 + Math.exp(-2 * 0.75));
        Classes scored = classes(model, contract("a", "b"), Vectors.of(3, 2.5));
        assertThat(scored.names()).containsExactly("0", "1");
        assertThat(scored.probabilities()).usingElementComparator(NEARLY).containsExactly(1 - second, second);
        Classes first = classes(model, wanting(contract("a", "b"), "", "0"), Vectors.of(3, 2.5));
        assertThat(first.names()).containsExactly("1", "0");
        assertThat(first.probabilities()).usingElementComparator(NEARLY).containsExactly(second, 1 - second);
        assertThat(first.told()).isTrue();
        Classes one =
                classes(TestingTabular.mixed(), wanting(MIXED, "", ""), Vectors.mixed(0.25, 0, 0, 0, 1, "elsewhere"));
        assertThat(one.names()).as("a score without classes").containsExactly("0", "1");
        assertThat(one.probabilities()).hasSize(2);
    }

    @Test
    void aColumnOfAnEmbeddingMayBeTheScore() throws Exception {
        assertThat(score(TestingTabular.mixed(), wanting(MIXED, "parts", "5"), ROW)
                        .score())
                .isEqualTo(20);
        assertThat(score(TestingTabular.mixed(), wanting(MIXED, "count", ""), ROW)
                        .score())
                .isEqualTo(3);
    }

    @Test
    void aScoreInDoubtIsRefused() {
        ModelProto classes = TestingTabular.classes(false, List.of("x", "y", "z"));
        refused(
                classes,
                contract("a", "b", "c"),
                "output 'probabilities' has 3 columns; model.column says which is the score: max, or a class: x, y, z");
        refused(classes, wanting(contract("a", "b", "c"), "", "1"), "has no column '1'");
        refused(TestingTabular.mixed(), wanting(MIXED, "parts", "6"), "allowed: max, or a number from 0 to 5");
        refused(TestingTabular.mixed(), wanting(MIXED, "part", ""), "unknown output 'part'; did you mean 'parts'?");
        refused(TestingTabular.mixed(), wanting(MIXED, "label", ""), "model.output: 'label', STRING [-1, 1]; allowed");
        refused(TestingTabular.mixed(), wanting(MIXED, "", "", "embedding"), "model.publish: unknown output");
    }

    @Test
    void aDecisionOverTheLabelNeedsOne() {
        ModelContract labelled = new ModelContract(
                contract("a").vector(), Map.of(), Optional.empty(), Optional.empty(), List.of(), true);
        refused(TestingModels.linear(List.of(), 0, 1), labelled, "model.decision asks for 'label'");
    }
}
