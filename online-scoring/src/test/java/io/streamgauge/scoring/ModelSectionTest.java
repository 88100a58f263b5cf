package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.store.event.FieldType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class ModelSectionTest {

    private static final String FULL = """
            name: fraud
            version: 7
            file: model/fraud.onnx
            scores: transactions
            inputs: [amount, customer.*]
            decision: 'score >= 0.5 ? "review" : "accept"'
            missing: {"*": nan, customer.*: 0.5, customer.tx_count_1d: refuse, shop: {text: none}}
            bind: {x: [amount, customer.*], shop: shop}
            output: probabilities
            column: fraud
            publish: [probabilities, embedding]
            store: kept
            reasons: {top: 2, when: score > 0.5, share: 1.5%, codes: {amount: R01, customer.*: R02}}
            uncertainty: {gives: set, coverage: 95%, per_class: true, update: 12h, labels: 800}
            """;

    private final Problems problems = new Problems();

    private ModelDefinition read(String yaml) {
        return ModelSection.read(YamlDocument.parse("pipelines/fraud.yaml", yaml), problems);
    }

    @Test
    void everyKeyIsRead() {
        ConfigNode node = YamlDocument.parse("pipelines/fraud.yaml", FULL);
        ModelDefinition model = ModelSection.read(node, problems);
        assertThat(problems.all()).isEmpty();
        assertThat(model)
                .isEqualTo(new ModelDefinition(
                        "fraud",
                        "7",
                        Path.of("pipelines/model/fraud.onnx"),
                        "transactions",
                        List.of("amount", "customer.*"),
                        java.util.Optional.of("score >= 0.5 ? \"review\" : \"accept\""),
                        new MissingPolicy(
                                MissingRule.NAN,
                                Map.of(
                                        "customer.*", MissingRule.of(0.5),
                                        "customer.tx_count_1d", MissingRule.REFUSE,
                                        "shop", MissingRule.of("none"))),
                        Map.of("x", List.of("amount", "customer.*"), "shop", List.of("shop")),
                        java.util.Optional.of("probabilities"),
                        java.util.Optional.of("fraud"),
                        List.of("probabilities", "embedding"),
                        java.util.Optional.of(new ReasonsDefinition(
                                2,
                                java.util.Optional.of("score > 0.5"),
                                0.015,
                                Map.of("amount", "R01", "customer.*", "R02"))),
                        java.util.Optional.of(new UncertaintyDefinition(
                                Gives.SET,
                                Coverage.of(0.95),
                                true,
                                java.util.Optional.of(java.time.Duration.ofHours(12)),
                                800)),
                        node));
        assertThat(node.entries().keySet())
                .as("every property is in the document of this test")
                .containsAll(ModelSection.table().properties().stream()
                        .map(Property::name)
                        .toList());
    }

    @Test
    void aStoreIsADirectoryBesideTheDocumentOrAUrl() {
        assertThat(read(FULL).store()).contains(Path.of("pipelines/kept").toString());
        assertThat(read(FULL.replace("kept", "s3://bucket/models")).store()).contains("s3://bucket/models");
        assertThat(read("{name: m, file: m.onnx, scores: s, inputs: a}").store())
                .isEmpty();
    }

    @Test
    void optionalKeysHaveDefaults() {
        ModelDefinition model = read("{name: m, file: m.onnx, scores: s, inputs: a}");
        assertThat(problems.all()).isEmpty();
        assertThat(model.version()).isEqualTo("1");
        assertThat(model.decision()).isEmpty();
        assertThat(model.missing()).isEqualTo(MissingPolicy.REFUSE);
        assertThat(model.inputs()).containsExactly("a");
    }

    @Test
    void absoluteFileStaysAsItIs() {
        assertThat(read("{name: m, file: /models/m.onnx, scores: s, inputs: a}").file())
                .isEqualTo(Path.of("/models/m.onnx"));
    }

    @Test
    void oneRuleForAllInputs() {
        assertThat(read("{name: m, file: m.onnx, scores: s, inputs: a, missing: -1}")
                        .missing())
                .isEqualTo(new MissingPolicy(MissingRule.of(-1), Map.of()));
    }

    @Test
    void wrongRuleIsAProblem() {
        read("{name: m, file: m.onnx, scores: s, inputs: a, missing: {a: zero}}");
        assertThat(messages())
                .containsExactly(
                        "'zero' is no rule for missing values; allowed: refuse, nan, a number, {text: <a text>}");
    }

    @Test
    void infiniteRuleIsAProblem() {
        read("{name: m, file: m.onnx, scores: s, inputs: a, missing: Infinity}");
        assertThat(messages()).hasSize(1);
    }

    @Test
    void missingKeysAreAllTold() {
        read("{version: 2}");
        assertThat(messages()).hasSize(4).allMatch(message -> message.contains("is missing"));
    }

    @Test
    void noInputsIsAProblem() {
        read("{name: m, file: m.onnx, scores: s, inputs: []}");
        assertThat(messages()).containsExactly("the list is empty; a model takes at least one input");
    }

    @Test
    void ruleForNoInputIsAProblem() {
        ModelDefinition model = read(FULL);
        ModelSection.check(model, List.of("amount", "customer.tx_count_7d"), List.of(), problems);
        assertThat(messages())
                .anySatisfy(message -> assertThat(message)
                        .contains("unknown input 'customer.tx_count_1d'; did you mean 'customer.tx_count_7d'?"));
    }

    @Test
    void ruleForNoViewIsAProblem() {
        ModelDefinition model = read("{name: m, file: m.onnx, scores: s, inputs: a, missing: {costumer.*: 0}}");
        ModelSection.check(model, List.of("customer.a"), List.of(), problems);
        assertThat(messages()).singleElement().asString().contains("did you mean 'customer.*'?");
    }

    @Test
    void aRuleOfTheWrongKindIsAProblem() {
        ModelDefinition model =
                read("{name: m, file: m.onnx, scores: s, inputs: a, missing: {a: {text: none}, shop: nan}}");
        ModelSection.check(model, List.of("a", "shop"), List.of(FieldType.DOUBLE, FieldType.STRING), problems);
        assertThat(messages())
                .containsExactlyInAnyOrder(
                        "'{text: \"none\"}' cannot stand for 'a', a number; allowed: refuse, nan, a number",
                        "'nan' cannot stand for 'shop', a text; allowed: refuse, {text: <a text>}");
    }

    @Test
    void whatIsBoundIsOfTheVector() {
        ModelDefinition model = read("{name: m, file: m.onnx, scores: s, inputs: a,"
                + " bind: {x: [customer.*, custmer.a], y: costumer.*}}");
        ModelSection.check(model, List.of("customer.a", "customer.b"), List.of(), problems);
        assertThat(messages())
                .hasSize(2)
                .anySatisfy(message -> assertThat(message).contains("'custmer.a'; did you mean 'customer.a'?"))
                .anySatisfy(message -> assertThat(message).contains("unknown input 'costumer.*'"));
    }

    @Test
    void bindIsAMappingOfLists() {
        read("{name: m, file: m.onnx, scores: s, inputs: a, bind: [a]}");
        read("{name: m, file: m.onnx, scores: s, inputs: a, bind: {x: []}}");
        assertThat(messages())
                .containsExactly(
                        "expected a mapping of the model's inputs to lists of values, e.g. {x: [amount, customer.*]}",
                        "expected names of values, e.g. [amount, customer.*]");
    }

    @Test
    void aDecisionMayTakeTheLabelAndTexts() {
        ModelDefinition model = read("{name: m, file: m.onnx, scores: s, inputs: a,"
                + " decision: 'label == \"fraud\" && shop != \"own\" ? \"review\" : \"accept\"'}");
        ModelSection.check(model, List.of("shop"), List.of(FieldType.STRING), problems);
        assertThat(messages()).isEmpty();
    }

    @Test
    void decisionOverUnknownNamesIsAProblem() {
        ModelDefinition model =
                read("{name: m, file: m.onnx, scores: s, inputs: a, decision: 'scor > 1 ? \"x\" : \"y\"'}");
        ModelSection.check(model, List.of("a"), List.of(), problems);
        assertThat(messages()).singleElement().asString().contains("scor", "score");
    }

    @Test
    void decisionThatGivesNoTextIsAProblem() {
        ModelDefinition model = read("{name: m, file: m.onnx, scores: s, inputs: a, decision: score * 2.0}");
        ModelSection.check(model, List.of("a"), List.of(), problems);
        assertThat(messages()).singleElement().asString().contains("allowed: a text");
    }

    @Test
    void markdownAndSchemaShowEveryKey() {
        for (Property property : ModelSection.table().properties()) {
            assertThat(ModelSection.markdown()).contains("| `" + property.name() + "` |");
            assertThat(ModelSection.jsonSchema())
                    .extractingByKey("properties", InstanceOfAssertFactories.MAP)
                    .containsKey(property.name());
        }
    }

    private static final String UNSURE = "{name: m, file: m.onnx, scores: s, inputs: a, uncertainty: %s}";

    @Test
    void uncertaintyHasDefaultsForAllButWhatItGives() {
        assertThat(read(UNSURE.formatted("{gives: interval}")).uncertainty())
                .contains(new UncertaintyDefinition(
                        Gives.INTERVAL, Coverage.of(0.9), false, java.util.Optional.empty(), 5_000));
        assertThat(messages()).isEmpty();
    }

    @Test
    void wrongUncertaintyIsAProblem() {
        for (Property property : UncertaintySection.table().properties()) {
            assertThat(ModelSection.markdown()).contains("| `" + property.name() + "` |");
        }
        read(UNSURE.formatted("{coverage: 90}"));
        read(UNSURE.formatted("{gives: sets, coverage: 40%, update: 1s, labels: 0, often: 1d}"));
        read(UNSURE.formatted("{gives: interval, coverage: 99.99%, per_class: true}"));
        assertThat(messages())
                .containsExactly(
                        "'gives' is missing: 'set': the outcome is a class, and predictions carry the classes that it may be;"
                                + " 'interval': the outcome is a number, and they carry the bounds between which it lies.",
                        "'90' is no coverage; expected 50% to 99.99%, such as 90%",
                        "unknown value 'sets'; did you mean 'set'? (allowed: set, interval)",
                        "unknown key 'often' (allowed: gives, coverage, per_class, update, labels)",
                        "'1s' is out of range; allowed: 1m and more",
                        "'40%' is no coverage; expected 50% to 99.99%, such as 90%",
                        "'0' is out of range; allowed: 1 to 1000000",
                        "an interval has no classes; per_class goes with 'gives: set'",
                        "a coverage of 99.99% wants at least 9999 labels: from fewer, every set has all classes and no"
                                + " interval has bounds");
    }

    @Test
    void aDecisionMayAskForTheSetOrTheBounds() {
        String with = "{name: m, file: m.onnx, scores: s, inputs: a, uncertainty: {gives: %s}, decision: '%s'}";
        for (String[] good : new String[][] {
            {"set", "size(set) > 1 ? \"review\" : \"pass\""}, {"interval", "high > 1.0 || low < 0.0 ? \"x\" : \"y\""}
        }) {
            ModelSection.check(read(with.formatted(good[0], good[1])), List.of("a"), List.of(), problems);
        }
        assertThat(messages()).isEmpty();
        ModelSection.check(
                read(with.formatted("interval", "size(set) > 1 ? \"x\" : \"y\"")), List.of("a"), List.of(), problems);
        ModelSection.check(read(with.formatted("set", "set > 1 ? \"x\" : \"y\"")), List.of("a"), List.of(), problems);
        assertThat(messages()).hasSize(2).first().asString().contains("unknown name 'set'", "allowed: a, high");
    }

    private static final String MODEL = "{name: m, file: m.onnx, scores: s, inputs: a, reasons: %s}";

    @Test
    void allPredictionsSayWhyUnlessToldWhich() {
        assertThat(read(MODEL.formatted("{}")).reasons())
                .contains(new ReasonsDefinition(3, java.util.Optional.empty(), 1, Map.of()));
        assertThat(read(MODEL.formatted("{when: score > 0.5}"))
                        .reasons()
                        .orElseThrow()
                        .share())
                .isZero();
        assertThat(messages()).isEmpty();
    }

    @Test
    void wrongReasonsAreProblems() {
        read(MODEL.formatted("{top: 0, share: 120%, codes: [a], why: 1}"));
        read(MODEL.formatted("{share: 0.5, codes: {a: [1]}}"));
        assertThat(messages())
                .containsExactly(
                        "unknown key 'why'; did you mean 'when'? (allowed: top, when, share, codes)",
                        "'0' is out of range; allowed: 1 to 100",
                        "'120%' is no share; expected more than 0% and at most 100%, such as 1%",
                        "expected a mapping of inputs to codes, such as {amount: R01}",
                        "'0.5' is no share; expected more than 0% and at most 100%, such as 1%",
                        "expected a code, such as R01");
    }

    @Test
    void reasonsThatNameNothingAreProblems() {
        ModelDefinition model = read(MODEL.formatted("{when: decision == \"x\", codes: {b: R1, a: R2, v.*: R3}}"));
        ModelSection.check(model, List.of("a"), List.of(), problems);
        assertThat(messages())
                .hasSize(3)
                .anySatisfy(message -> assertThat(message).contains("unknown input 'b'"))
                .anySatisfy(message -> assertThat(message).contains("unknown input 'v.*'"))
                .anySatisfy(message -> assertThat(message).contains("decision"));
    }

    private List<String> messages() {
        return problems.all().stream().map(Problem::message).toList();
    }
}
