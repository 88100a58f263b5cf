package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.stream.FeatureTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the state of the fraud example says when its definition changes. */
class HeldStateTest {

    private static final Instant REACHED = Instant.parse("2018-06-30T12:00:00Z");
    private static final Map<String, Integer> PARTITIONS = Map.of("transactions", 4, "transaction-labels", 4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private int asked;

    private HeldState take(String... replaced) {
        String text = TestingPipelines.fraudText();
        for (int i = 0; i < replaced.length; i += 2) {
            assertThat(text).contains(replaced[i]);
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        FeatureDefinition features = PipelineFile.loadWithoutModel(
                        TestingPipelines.write(directory.resolve("doc"), text, TestingPipelines.FRAUD_INPUTS))
                .features();
        return HeldState.take(directory, features, FeatureTopology.routes(features, PARTITIONS), sources -> {
            asked++;
            return Map.of("transactions", REACHED.toEpochMilli(), "labels", REACHED.toEpochMilli());
        });
    }

    @Test
    void theSameDefinitionGoesOnSilently() {
        assertThat(take().changes()).isEmpty();
        HeldState again = take("risk: {of: mean(fraud), default: 0}", "risk: {of: mean(fraud), default: 0, owner: us}");
        assertThat(again.changes()).isEmpty();
        assertThat(again.description().completeness().entries()).isEmpty();
        assertThat(take("hour(event_time) <= 6", "hour(event_time) <= 5").changes())
                .as("expressions keep no state")
                .isEmpty();
        assertThat(asked).isZero();
    }

    @Test
    void aFeatureOverOtherValuesIsCompleteAWindowLater() {
        take();
        HeldState changed = take(
                "amount_mean: mean(amount)", "amount_mean: mean(amount)\n      cards: count_distinct(terminal_id)");
        assertThat(changed.changes())
                .containsExactly(
                        "kept: 12 features with the state there is",
                        "new: customer.cards_1d, complete from 2018-07-01T12:00:00Z (event time, 1d after " + REACHED
                                + ")",
                        "new: customer.cards_7d, complete from 2018-07-07T12:00:00Z (event time, 7d after " + REACHED
                                + ")",
                        "new: customer.cards_30d, complete from 2018-07-30T12:00:00Z (event time, 30d after " + REACHED
                                + ")");
        assertThat(take(
                                "amount_mean: mean(amount)",
                                "amount_mean: mean(amount)\n      cards: count_distinct(terminal_id)")
                        .changes())
                .as("the next start")
                .isEmpty();
    }

    @Test
    void thePageShowsWhatIsPrinted() throws IOException {
        String page = Files.readString(TestingPipelines.repository().resolve("docs/change.md"));
        take();
        String added =
                "      tx_count: count\n      amount_mean: mean(amount)\n      cards: count_distinct(terminal_id)\n";
        assertThat(page).contains(added);
        List<String> printed = take("      tx_count: count\n      amount_mean: mean(amount)\n", added)
                .changes();
        assertThat(page).contains("```text\n" + String.join("\n", printed) + "\n```");
    }

    @Test
    void anotherAggregateOfKeptValuesIsCompleteAtOnce() {
        take();
        assertThat(take("amount_mean: mean(amount)", "amount_max: max(amount)").changes())
                .containsExactly(
                        "kept: 9 features with the state there is",
                        "new: customer.amount_max_1d, complete",
                        "new: customer.amount_max_7d, complete",
                        "new: customer.amount_max_30d, complete",
                        "gone: customer.amount_mean_1d",
                        "gone: customer.amount_mean_7d",
                        "gone: customer.amount_mean_30d");
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aLongerWindowMissesWhatWasDropped() {
        take();
        assertThat(take(
                                "delay: 7d                       #",
                                "delay: 7d\n    windows: [1d, 7d, 90d] #",
                                "(t - w - 7d, t - 7d]\n    windows: [1d, 7d, 30d]",
                                "")
                        .changes())
                .contains("new: terminal.risk_90d, complete from 2018-08-29T11:50:00Z (event time, 97d after"
                        + " 2018-05-24T11:50:00Z)");
    }

    @Test
    void eventsOnTheirWayAreReadByTheFormerLayout() {
        take();
        HeldState changed = take("amount_mean: mean(amount)", "amount_max: max(amount)");
        assertThat(changed.description().formerLayouts().features()).hasSize(1);
        assertThat(changed.description().formerLayouts().features().get(0))
                .hasSize(12)
                .contains("customer.amount_mean_7d");
        assertThat(take().description().formerLayouts().features().get(0)).contains("customer.amount_max_7d");
    }

    @Test
    void whatTheStateCannotFollowIsRefusedOneByOne() {
        take();
        assertThatThrownBy(() -> take(
                        "    entity: terminal_id\n    from: labels",
                        "    entity: terminal_id\n    from: transactions",
                        "risk: {of: mean(fraud), default: 0}",
                        "risk: mean(amount)",
                        "key: customer_id                #",
                        "key: terminal_id                #"))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining("pipeline fraud cannot go on with the state in " + directory)
                .hasMessageContaining("- the key of source transactions is terminal_id, it was customer_id")
                .hasMessageContaining("- the source of view terminal is transactions, it was labels")
                .hasMessageContaining("another pipeline name");
        assertThatThrownBy(() -> take("  terminal:  ", "  shop:  ", "terminal.*", "shop.*"))
                .hasMessageContaining("- view terminal is gone; events may be on their way to it");
        assertThat(take().changes()).as("nothing was written").isEmpty();
    }

    @Test
    void anEarlyDirectoryIsHeldToItsHash() throws IOException {
        Files.writeString(directory.resolve("views.sha256"), "0".repeat(64) + "\n");
        assertThatThrownBy(this::take)
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining("start once with the former definition");
    }

    @Test
    void theFileIsReadable() throws IOException {
        take();
        take("amount_mean: mean(amount)", "cards: count_distinct(terminal_id)");
        List<String> lines = Files.readAllLines(directory.resolve("views.json"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("\"aggregate cards count_distinct"))
                .anySatisfy(line -> assertThat(line).contains("\"sinceMs\" : " + REACHED.toEpochMilli()))
                .anySatisfy(line -> assertThat(line).contains("\"amount DOUBLE\""));
    }
}
