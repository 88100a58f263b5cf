package io.streamgauge.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.schemas.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void readsTheFraudExample() {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp));

        assertThat(pipeline.name()).isEqualTo("fraud");
        assertThat(pipeline.inputs()).isEqualTo(TestingPipelines.FRAUD_INPUTS);
        assertThat(pipeline.labels()).contains(new LabelsDefinition("labels", "fraud"));
        assertThat(pipeline.drift()).isPresent();
        assertThat(pipeline.runtime()).isEqualTo(RuntimeSection.DEFAULTS);
        assertThat(pipeline.summary())
                .isEqualTo("Pipeline fraud: 2 sources, 2 views, 15 inputs, model fraud 1, labels, drift");
    }

    /** What a user wrote in place of a line of the example, and the one message that must come of it. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            pipeline: fraud                    | pipeline: Fraud!                  | pipeline: 'Fraud!' cannot name a pipeline; allowed: a lower-case letter
            lateness: 10m                      | latenes: 10m                      | sources.transactions.latenes: unknown key 'latenes'; did you mean 'lateness'?
            lateness: 10m                      | lateness: ten minutes             | sources.transactions.lateness: 'ten minutes' is no duration; allowed: a whole number and a unit
            format: avro                       | format: protobuf                  | sources.transactions.format: unknown value 'protobuf'
            topic: transactions                | topic: fraud.predictions          | sources.transactions.topic: the pipeline itself writes topic 'fraud.predictions'; it cannot be a source
            topic: transaction-labels          | topic: transactions               | sources.labels: topic 'transactions' is read by source 'transactions' already
            terminal_id: string                | terminal_id: text                 | sources.transactions.fields.terminal_id: unknown type 'text' (allowed: string, long, double, boolean, timestamp, vector(n))
            expect: ["amount >= 0.0"]          | expect: ["amuont >= 0.0"]         | sources.transactions.expect: 'amuont >= 0.0' at column 1: unknown name 'amuont'; did you mean 'amount'?
            windows: [1d, 7d, 30d]             | windows: [1d, 0d, 30d]            | features.customer.windows
            entity: customer_id                | entity: customer                  | features.customer.entity: source 'transactions', which feeds the view, has no field 'customer'; did you mean 'customer_id'? (fields: transaction_id, event_time, customer_id, terminal_id, amount)
            amount_mean: mean(amount)          | amount_mean: mean(amunt)          | features.customer.aggregates.amount_mean
            amount_mean: mean(amount)          | amount_mean: medain(amount)       | features.customer.aggregates.amount_mean
            scores: transactions               | scores: transaction               | model.scores: unknown source 'transaction'; did you mean 'transactions'? (allowed: transactions, labels)
            inputs: [amount, request.*,      | inputs: [amounts, request.*,    | model.inputs[0]: unknown input 'amounts'; did you mean 'amount'?
            labels: {from: labels, outcome: fraud} | labels: {from: label, outcome: fraud} | labels.from: unknown source 'label'; did you mean 'labels'? (allowed: transactions, labels)
            labels: {from: labels, outcome: fraud} | labels: {from: labels, outcome: fruad} | labels.outcome: unknown field of source labels 'fruad'; did you mean 'fraud'?
            labels: {from: labels, outcome: fraud} | labels: {from: labels, outcome: terminal_id} | labels.outcome: field 'terminal_id' of source labels is a string; an outcome is a long, a double or a boolean
            window: 1d                         | window: 0d                        | drift.window
            exclude: [request.weekend]         | exclude: [amonut]                 | drift.exclude: unknown input 'amonut'; did you mean 'amount'?
            drift:                             | drfit:                            | drfit: unknown key 'drfit'; did you mean 'drift'?
            """)
    void refusesWithOneMessage(String before, String after, String expected) {
        String text = TestingPipelines.fraudText();
        assertThat(text).contains(before);
        int at = text.indexOf(before);
        Path file = TestingPipelines.write(
                temp,
                text.substring(0, at) + after + text.substring(at + before.length()),
                TestingPipelines.FRAUD_INPUTS);
        long line = text.substring(0, at).lines().count();

        List<String> problems = problems(file);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith(file + ":").contains(expected);
        assertThat(problems.get(0)).containsPattern(":(" + (line - 1) + "|" + line + "|" + (line + 1) + "): ");
    }

    @Test
    void learningFromLabelsWantsToKnowWhereTheyArrive() {
        String text = TestingPipelines.fraudText()
                .replace("\nmodel:\n", "\nmodel:\n  uncertainty: {gives: set, update: 1d}\n");
        assertThat(PipelineFile.load(TestingPipelines.write(temp, text, TestingPipelines.FRAUD_INPUTS))
                        .model()
                        .uncertainty())
                .isPresent();
        String without = text.replace("labels: {from: labels, outcome: fraud}", "runtime: {}");
        assertThat(problems(TestingPipelines.write(temp, without, TestingPipelines.FRAUD_INPUTS)))
                .singleElement()
                .asString()
                .contains("model.uncertainty: 'update' learns from labels, and the document has no section 'labels'");
    }

    /** A vector stands for its elements wherever a document names inputs. */
    @Test
    void aVectorIsNamedWhole() {
        String document = """
                pipeline: pages
                sources:
                  pages:
                    topic: pages
                    id: id
                    time: at
                    fields: {id: string, at: timestamp, reader: string, v: vector(2), w: vector(2), fraud: boolean}
                features:
                  reader: {entity: reader, from: pages, windows: [7d], aggregates: {usual: mean(v), other: mean(w)}}
                model:
                  name: pages
                  version: 1
                  file: model/fraud.onnx
                  scores: pages
                  inputs: [v, reader.*, w]
                  missing: {v: 0, reader.usual_7d: 0.5, reader.usual_1_7d: 1.5, "reader.*": nan}
                drift:
                  reference: {first: 14d}
                  exclude: [reader.usual_7d, w_1]
                """;
        List<String> inputs = List.of(
                "v_0",
                "v_1",
                "reader.usual_0_7d",
                "reader.usual_1_7d",
                "reader.other_0_7d",
                "reader.other_1_7d",
                "w_0",
                "w_1");

        Pipeline pipeline = PipelineFile.load(TestingPipelines.write(temp, document, inputs));

        assertThat(pipeline.inputs()).isEqualTo(inputs);
        assertThat(pipeline.drift().orElseThrow().exclude())
                .containsExactly("reader.usual_0_7d", "reader.usual_1_7d", "w_1");
        assertThat(inputs)
                .extracting(
                        input -> pipeline.model().missing().rule(input, false).toString())
                .containsExactly("0.0", "0.0", "0.5", "1.5", "nan", "nan", "refuse", "refuse");
        assertThat(problems(TestingPipelines.write(
                        temp,
                        document.replace("exclude: [reader.usual_7d, w_1]", "exclude: [u]")
                                .replace("missing: {v: 0,", "missing: {z: 0,"),
                        inputs)))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("unknown input 'z'"))
                .anyMatch(problem -> problem.contains("unknown input 'u'"));
        assertThat(problems(TestingPipelines.write(temp, document + "labels: {from: pages, outcome: v}\n", inputs)))
                .singleElement()
                .asString()
                .contains("labels.outcome: field 'v' of source pages is a vector(2); an outcome is a long,");
    }

    @Test
    void performanceNeedsOutcomes() {
        String followed = TestingPipelines.fraudText()
                .replace("exclude: [request.weekend]", "performance: {wait: 0s}\n  exclude: [request.weekend]");
        assertThat(PipelineFile.load(TestingPipelines.write(temp, followed, TestingPipelines.FRAUD_INPUTS))
                        .drift()
                        .orElseThrow()
                        .performance())
                .isNotNull();
        assertThat(problems(TestingPipelines.write(
                        temp,
                        followed.replace(
                                "performance: {wait: 0s}", "performance: {wait: 0s}\n  fairness: {groups: [amuont]}"),
                        TestingPipelines.FRAUD_INPUTS)))
                .singleElement()
                .asString()
                .contains("drift.fairness: unknown input 'amuont'; did you mean 'amount'?");
        String without = followed.replace("labels: {from: labels, outcome: fraud}\n", "");
        assertThat(problems(TestingPipelines.write(temp, without, TestingPipelines.FRAUD_INPUTS)))
                .singleElement()
                .asString()
                .contains("drift: performance needs outcomes, and there are none; add a 'labels' section");
    }

    @Test
    void refusesAModelTrainedOnOtherInputs() {
        List<String> others = new ArrayList<>(TestingPipelines.FRAUD_INPUTS);
        others.set(3, "customer.tx_count_2d");
        Path file = TestingPipelines.write(temp, TestingPipelines.fraudText(), others);

        assertThat(problems(file))
                .singleElement()
                .asString()
                .contains("model.file: ")
                .contains("input 4 is 'customer.tx_count_2d' in the model, 'customer.tx_count_1d' in the pipeline");
    }

    @Test
    void refusesAModelOfAnotherWidth() {
        Path file = TestingPipelines.write(
                temp, TestingPipelines.fraudText(), TestingPipelines.FRAUD_INPUTS.subList(0, 14));

        assertThat(problems(file)).singleElement().asString().contains("14").contains("15");
    }

    @Test
    void refusesAModelThatIsNotThere() {
        Path file = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText().replace("model/fraud.onnx", "model/other.onnx"),
                TestingPipelines.FRAUD_INPUTS);

        assertThat(problems(file))
                .containsExactly(file + ":74: model.file: there is no model file " + temp.resolve("model/other.onnx"));
        assertThat(PipelineFile.loadWithoutModel(file).name()).isEqualTo("fraud");
    }

    @Test
    void findsAllProblemsAtOnce() {
        Path file = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText()
                        .replace("window: 1d", "window: 1 day")
                        .replace("lateness: 8d", "lateness: eight")
                        .replace("outcome: fraud", "outcome: x")
                        .concat("runtime: {threads: 0, commit_interval: 2m, thread: 1}\n"),
                TestingPipelines.FRAUD_INPUTS);

        assertThat(problems(file))
                .hasSize(6)
                .anyMatch(p -> p.contains("runtime.threads: 0 is out of range; allowed: 1 to 64"))
                .anyMatch(p -> p.contains("runtime.commit_interval: '2m' is out of range; allowed: 1ms to 60s"))
                .anyMatch(p -> p.contains("runtime.thread: unknown key 'thread'; did you mean 'threads'?"));
    }

    /** What is wrong beside the scored source's name is told too, and nothing that only follows from another problem. */
    @Test
    void oneWrongNameHidesNoOtherProblemAndMakesNone() {
        Path file = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText()
                        .replace("scores: transactions", "scores: transaction")
                        .replace("amount: double", "amount: dbl")
                        .replace("entity: terminal_id", "entity: terminal")
                        .replace("inputs: [amount,", "inputs: [amount, nonsense,")
                        .replace("hour(event_time)", "hour(event_tme)"),
                TestingPipelines.FRAUD_INPUTS);

        assertThat(problems(file).stream().map(p -> p.replaceAll("^.*?:\\d+: ([a-z_.]*).*", "$1")))
                .containsExactly(
                        "sources.transactions.fields.amount",
                        "features.terminal.entity",
                        "features.terminal.entity",
                        "features.request.expressions.night",
                        "model.scores",
                        "model.inputs");
    }

    @Test
    void readsTheRuntimeSection() {
        Path file = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText()
                        .concat(
                                "runtime: {threads: 3, commit_interval: 100ms, task_idle: 1s, partitions: 8, corrections: true, cache_mb: 0, retention: 3d, store_cache_mb: 64, standbys: 1, standby_lag: 30s}\n"),
                TestingPipelines.FRAUD_INPUTS);

        assertThat(PipelineFile.load(file).runtime())
                .isEqualTo(new RuntimeDefinition(
                        3,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        8,
                        true,
                        0,
                        Duration.ofDays(3),
                        64,
                        1,
                        Duration.ofSeconds(30)));
    }

    @Test
    void whatIsMadeOfFeaturesIsNotCorrected() {
        Path file = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText()
                                .replaceFirst(
                                        "(?m)^  request:",
                                        "  made: {entity: customer_id, from: transactions, windows: [1d],"
                                                + " aggregates: {odd: mean(customer.amount_mean_1d)}}\n  request:")
                        + "runtime: {corrections: true}\n",
                TestingPipelines.FRAUD_INPUTS);

        assertThat(problems(file))
                .singleElement()
                .asString()
                .contains("corrections: view 'made' aggregates features of other views");
    }

    @Test
    void aTableIsNeitherScoredNorOutcomes() {
        String table = """
                pipeline: p
                sources:
                  payments: {topic: payments, id: id, time: at, fields: {id: string, at: timestamp, shop: string}}
                  shops: {topic: shops, table: true, key: shop, time: record, fields: {shop: string, risk: double}}
                features:
                  shop: {entity: shop, from: shops, lookup: [risk]}
                model: {name: m, version: 1, file: model/fraud.onnx, scores: payments, inputs: [shop.risk]}
                """;
        Path good = TestingPipelines.write(temp, table, List.of("shop.risk"));
        assertThat(PipelineFile.load(good).inputs()).containsExactly("shop.risk");

        assertThat(problems(TestingPipelines.write(
                        temp, table.replace("scores: payments", "scores: shops"), List.of("shop.risk"))))
                .contains(good + ":7: model.scores: source 'shops' is a table, and events are scored; allowed: payments"
                        + " (sources of events)");
        assertThat(problems(TestingPipelines.write(
                        temp, table + "labels: {from: shops, outcome: risk}\n", List.of("shop.risk"))))
                .singleElement()
                .asString()
                .startsWith(good + ":8: labels.from: source 'shops' is a table");
    }

    @Test
    void wantsSourcesAndAModel() {
        Path file = TestingPipelines.write(temp, "pipeline: p\n", List.of("a"));

        assertThat(problems(file))
                .hasSize(2)
                .anyMatch(p -> p.contains("'sources' is missing"))
                .anyMatch(p -> p.contains("'model' is missing"));
    }

    private static List<String> problems(Path file) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> PipelineFile.load(file));
        assertThat(refused).as("the document must be refused").isNotNull();
        return refused.problems().stream().map(Object::toString).toList();
    }
}
