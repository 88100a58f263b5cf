package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.definition.FeatureDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteTest {

    @Test
    void keyedSourcesHopOnlyBetweenEntities() {
        assertThat(shown(TestingDefinitions.routes(TestingDefinitions.fraud(), 4)))
                .containsExactly("0 customer SCORED", "1 hop terminal DIRECT");
    }

    @Test
    void feedOfAnotherWidthIsRekeyed() {
        List<Route> routes = Route.of(TestingDefinitions.fraud(), Map.of("transactions", 4, "transaction-labels", 2));
        assertThat(shown(routes)).containsExactly("0 customer SCORED", "1 hop terminal REKEYED");
    }

    @Test
    void unkeyedSourcesHopEverywhereButBetweenViewsOfOneEntity() {
        assertThat(shown(TestingDefinitions.routes(TestingDefinitions.unkeyed(), 4)))
                .containsExactly("1 hop payer SCORED", "2 hop busy SCORED", "2 blamed REKEYED");
    }

    @Test
    void scoredSourceKeyedAsTheFirstViewMeetsItsFeedWithoutAnyHop() {
        assertThat(shown(TestingDefinitions.routes(TestingDefinitions.keyedByShop(), 4)))
                .containsExactly("0 blamed DIRECT");
    }

    @Test
    void sourceJoinsOneStageDirectly() {
        FeatureDefinition definition = TestingDefinitions.parse("payments", TestingDefinitions.KEYED_BY_SHOP + """
                features:
                  a: {entity: shop, from: complaints, windows: [1d], aggregates: {n: count}}
                  b: {entity: customer, from: payments, windows: [1d], aggregates: {n: count}}
                  c: {entity: shop, from: complaints, windows: [1d], aggregates: {n: count}}
                """);
        assertThat(shown(TestingDefinitions.routes(definition, 4)))
                .containsExactly("0 a DIRECT", "1 hop b SCORED", "2 hop c REKEYED");
    }

    @Test
    void unknownNumberOfPartitionsIsRefused() {
        assertThatThrownBy(() -> Route.of(TestingDefinitions.fraud(), Map.of("transactions", 4)))
                .hasMessage("number of partitions of topic 'transaction-labels' (source labels) is null; "
                        + "it must be known, at least 1");
    }

    private static List<String> shown(List<Route> routes) {
        return routes.stream()
                .map(r -> r.stage() + (r.hop() ? " hop " : " ") + r.view().name() + " " + r.feed())
                .toList();
    }
}
