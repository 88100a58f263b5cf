package io.streamgauge.app.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.app.online.UnanswerableException;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.stream.EventPlace;
import io.streamgauge.stream.Visit;
import io.streamgauge.stream.Watermarks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instance a is asked and has partition 0; b has 1 and 2. The customer {@code "1-x"} should lie in partition 1. */
class RoutedVisitsTest {

    private static final Instant NOON = Instant.parse("2018-04-20T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private FeatureDefinition definition;

    @SuppressWarnings("NullAway.Init")
    private RoutedVisits visits;

    private final List<String> asked = new ArrayList<>();
    private OptionalLong reachedMs = OptionalLong.empty();
    /** In which partition customers are, whatever the partitioner says. */
    private int of = -1;

    @BeforeEach
    void wire() {
        definition = PipelineFile.load(TestingPipelines.fraud(temp)).features();
        VisitCodec codec = new VisitCodec(definition);
        visits = new RoutedVisits(
                definition,
                new EventPlace(definition, Map.of("transactions", 3, "transaction-labels", 3), new Watermarks(() -> 0)),
                new RoutedReads.Partitions() {
                    @Override
                    public int count() {
                        return 3;
                    }

                    @Override
                    public boolean certain(ViewDefinition view) {
                        return !view.name().equals("customer");
                    }

                    @Override
                    public int of(ViewDefinition view, String entity) {
                        return entity.charAt(0) - '0';
                    }
                },
                new LocalRows() {
                    @Override
                    public String address() {
                        return "a";
                    }

                    @Override
                    public RowsReply.Part read(ViewDefinition view, RowsQuery.Part part, long atMs) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public RowsReply.Part visit(VisitQuery.Part part) {
                        return answer("a", part);
                    }
                },
                new Placements() {
                    @Override
                    public Optional<Placement> of(ViewDefinition view, int partition) {
                        return Optional.of(new Placement(partition == 0 ? "a" : "b", List.of("a", "b")));
                    }

                    @Override
                    public Optional<String> intake(int partition) {
                        return Optional.of("b");
                    }

                    @Override
                    public void doubt() {}

                    @Override
                    public boolean alone() {
                        return false;
                    }
                },
                new Peers() {
                    @Override
                    public CompletableFuture<RowsReply> ask(
                            String address, RowsQuery query, ExchangeMemory.Share share) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public CompletableFuture<RowsReply> ask(
                            String address, VisitQuery query, ExchangeMemory.Share share) {
                        VisitQuery there = codec.query(codec.encode(query)).orElseThrow();
                        return CompletableFuture.completedFuture(new RowsReply(there.parts().stream()
                                .map(part -> answer(address, part))
                                .toList()));
                    }

                    @Override
                    public void close() {}
                },
                new ExchangeMemory(1_000_000));
    }

    @Test
    void eachViewIsAskedWhereTheRowIs() {
        List<FeatureValues> features =
                visits.features(List.of(event("0-x", "2-y"), event("1-x", "0-y")), NOON.toEpochMilli());

        assertThat(asked)
                .contains(
                        "a customer 0 [0-x at 2018-04-20T12:00:00Z of 3.5]",
                        "b customer 1 [1-x at 2018-04-20T12:00:00Z of 3.5]",
                        "b terminal 2 [2-y at 2018-04-20T12:00:00Z of 3.5]",
                        "a terminal 0 [0-y at 2018-04-20T12:00:00Z of 3.5]");
        int terminal = definition.offsetOf(view("terminal"));
        assertThat(features.get(0).valueAt(0)).isEqualTo(0);
        assertThat(features.get(0).valueAt(terminal)).isEqualTo(2);
        assertThat(features.get(1).valueAt(0)).isEqualTo(1);
        assertThat(features.get(1).valueAt(terminal)).isEqualTo(0);
    }

    @Test
    void anEntityThatIsNotWhereItShouldBeIsLookedForElsewhere() {
        of = 2;

        List<FeatureValues> features = visits.features(List.of(event("0-x", "1-y")), NOON.toEpochMilli());

        assertThat(features.get(0).valueAt(0)).isEqualTo(2);
        assertThat(asked.stream().filter(line -> line.contains("customer"))).hasSize(3);
        assertThat(asked.stream().filter(line -> line.contains("terminal"))).hasSize(1);
    }

    @Test
    void whoeverTakesInItsPartitionSaysWhetherItIsLate() {
        reachedMs = OptionalLong.of(NOON.toEpochMilli() + 1);

        assertThatThrownBy(() -> visits.features(List.of(event("0-x", "1-y")), NOON.toEpochMilli()))
                .isInstanceOf(UnanswerableException.class)
                .hasMessageContaining("is late: events before 2018-04-20T12:00:00.001Z");

        reachedMs = OptionalLong.of(NOON.toEpochMilli());
        assertThat(visits.features(List.of(event("0-x", "1-y")), NOON.toEpochMilli()))
                .hasSize(1);
    }

    @Test
    void whoHasAnotherDefinitionDoesNotRead() {
        FeatureDefinition fewer = new FeatureDefinition(
                definition.pipeline(),
                definition.sources(),
                definition.scored(),
                definition.views().subList(0, 1),
                Map.of());
        byte[] query = new VisitCodec(definition).encode(new VisitQuery(List.of(new VisitQuery.Intake(0))));

        assertThat(new VisitCodec(fewer).query(query)).isEmpty();
        query[0] = 99;
        assertThatThrownBy(() -> new VisitCodec(definition).query(query)).hasMessageContaining("form 99");
    }

    private ViewDefinition view(String name) {
        return definition.views().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Event event(String customer, String terminal) {
        Event event = new Event(definition.scoredSource().schema());
        event.setText(event.schema().indexOf("transaction_id"), "t");
        event.setLong(event.schema().indexOf("event_time"), NOON.toEpochMilli());
        event.setText(event.schema().indexOf("customer_id"), customer);
        event.setText(event.schema().indexOf("terminal_id"), terminal);
        event.setDouble(event.schema().indexOf("amount"), 3.5);
        return event.identify("t", NOON.toEpochMilli());
    }

    private RowsReply.Part answer(String instance, VisitQuery.Part part) {
        if (part instanceof VisitQuery.Visits asking) {
            asked.add(instance + " " + asking.view().name() + " " + part.partition() + " "
                    + asking.visits().stream().map(RoutedVisitsTest::shown).toList());
            return new RowsReply.Rows(
                    ServedBy.active(instance),
                    OptionalLong.empty(),
                    asking.visits().stream()
                            .map(visit -> found(visit, part.partition()))
                            .toList());
        }
        assertThat(instance).isEqualTo("b");
        return new RowsReply.Rows(ServedBy.active(instance), reachedMs, List.of());
    }

    private static String shown(Visit visit) {
        return visit.entity() + " at " + Instant.ofEpochMilli(visit.event().timeMs()) + " of "
                + visit.event().doubleAt(visit.event().schema().indexOf("amount"));
    }

    /** All features say in which partition they were read. */
    private EntityFeatures found(Visit visit, int partition) {
        FeatureValues values = new FeatureValues(visit.view().featureNames().size());
        for (int i = 0; i < values.size(); i++) {
            values.set(i, partition);
        }
        return new VisitedEntity(of < 0 || of == partition, values);
    }
}
