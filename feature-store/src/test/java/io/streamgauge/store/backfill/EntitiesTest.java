package io.streamgauge.store.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entities of several fields, and events that name none. */
class EntitiesTest {

    private static final String YAML = """
            sources:
              tx:
                {topic: tx, id: id, time: at, key: card, fields: {id: string, at: timestamp, card: string, shop: long}}
              refunds:
                {topic: refunds, id: id, time: at, fields: {id: string, at: timestamp, card: string, shop: long}}
            features:
              card: {entity: card, from: tx, windows: [1h], aggregates: {n: count}}
              pair: {entity: [card, shop], from: tx, windows: [1h], aggregates: {n: count}}
              back: {entity: [card, shop], from: refunds, windows: [1h], aggregates: {n: {of: count, default: -1}}}
            """;

    @Test
    void aFieldThatOnlyAConditionNamesIsReadToo(@TempDir Path directory) throws IOException {
        TestingBackfill.Outcome outcome =
                new TestingBackfill("""
                sources:
                  tx: {topic: tx, id: id, time: at, fields: {id: string, at: timestamp, card: string}}
                  refunds:
                    {topic: refunds, id: id, time: at, fields: {id: string, at: timestamp, card: string, shop: long}}
                features:
                  back: {entity: card, from: refunds, windows: [1h], aggregates: {n: {of: count, where: shop == 2}}}
                """, "tx", directory).run(List.of("back.*"), Map.of("tx", """
                                id,at,card
                                a,2020-01-01T00:00:00Z,c
                                """, "refunds", """
                                id,at,card,shop
                                x,2020-01-01T00:00:00Z,c,1
                                y,2020-01-01T00:00:00Z,c,2
                                """));
        assertThat(outcome.csv()).isEqualTo("""
                        id,at,back.n_1h
                        a,2020-01-01T00:00:00Z,1.0
                        """);
    }

    @Test
    void eventsAreCountedByWholeEntitiesOnly(@TempDir Path directory) throws IOException {
        TestingBackfill.Outcome outcome = new TestingBackfill(YAML, "tx", directory)
                .run(List.of("card.*", "pair.*", "back.*"), Map.of("tx", """
                                id,at,card,shop
                                a,2020-01-01T00:00:00Z,c,1
                                b,2020-01-01T00:00:01Z,c,2
                                c,2020-01-01T00:00:02Z,c,1
                                d,2020-01-01T00:00:03Z,,1
                                e,2020-01-01T00:00:04Z,c,
                                f,2020-01-01T00:00:05Z,"c,1",1
                                """, "refunds", """
                                id,at,card,shop
                                x,2020-01-01T00:00:00Z,c,1
                                y,2020-01-01T00:00:00Z,c,
                                """));
        assertThat(outcome.csv()).isEqualTo("""
                        id,at,card.n_1h,pair.n_1h,back.n_1h
                        a,2020-01-01T00:00:00Z,1.0,1.0,1.0
                        b,2020-01-01T00:00:01Z,2.0,1.0,0.0
                        c,2020-01-01T00:00:02Z,3.0,2.0,1.0
                        d,2020-01-01T00:00:03Z,,,-1.0
                        e,2020-01-01T00:00:04Z,4.0,,-1.0
                        f,2020-01-01T00:00:05Z,1.0,1.0,0.0
                        """);
        assertThat(outcome.result().withoutEntity()).isEqualTo(Map.of("card", 1L, "pair", 2L, "back", 3L));
        assertThat(outcome.result().refused()).isEqualTo(Map.of("tx", 0L, "refunds", 0L));
    }
}
