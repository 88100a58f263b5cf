package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the events that touch a view's rows come to meet in the task that keeps them.
 *
 * <p>Scored events are re-keyed only when they are not keyed by the view's entity already: by the source's declared key
 * for the first views, by the last hop for later ones. A key of some of the fields that name the entity will do: all events
 * of (customer, merchant) lie where those of the customer do. Every hop has as many partitions as the scored topic. A
 * feeding source joins as it is when its declared key is that of the stage and it has that many partitions too; else
 * through a hop. An event without the key goes anywhere, under its id: it touches no row there.
 *
 * @param view the view
 * @param stage which run of views it stands in that share one key, from 0; events move from stage to stage over a hop
 * @param key fields whose text events of this stage are keyed by
 * @param hop whether scored events are re-keyed before this view
 * @param feed how the events that update its rows come
 */
record Route(ViewDefinition view, int stage, List<String> key, boolean hop, Feed feed) {

    /** How a view is fed. */
    enum Feed {
        /** By the scored events themselves. */
        SCORED,
        /** By another source, which is keyed and partitioned alike. */
        DIRECT,
        /** By another source, over a hop. */
        REKEYED
    }

    /**
     * The routes of all views in the order events visit them.
     *
     * @param partitions number of partitions of each source's topic
     */
    static List<Route> of(FeatureDefinition definition, Map<String, Integer> partitions) {
        int width = partitionsOf(definition.scoredSource(), partitions);
        Map<String, Integer> stageJoined = new HashMap<>();
        List<Route> routes = new ArrayList<>();
        List<String> key = keyOf(definition.scoredSource());
        int stage = 0;
        for (ViewDefinition view : definition.views()) {
            boolean hop = key.isEmpty() || !view.entity().containsAll(key);
            if (hop) {
                stage++;
                key = view.entity();
            }
            SourceDefinition feeding = definition.source(view.source());
            Feed feed = Feed.REKEYED;
            if (view.source().equals(definition.scored())) {
                feed = Feed.SCORED;
            } else if (keyOf(feeding).equals(key)
                    && partitionsOf(feeding, partitions) == width
                    && stage == stageJoined.computeIfAbsent(feeding.name(), firstJoin(stage))) {
                feed = Feed.DIRECT;
            }
            routes.add(new Route(view, stage, key, hop, feed));
        }
        return List.copyOf(routes);
    }

    /** The route in words. */
    String text() {
        return (hop ? "over a hop by " + String.join(",", key) : "as they come")
                + switch (feed) {
                    case SCORED -> "";
                    case DIRECT -> ", fed directly";
                    case REKEYED -> ", fed over a hop";
                };
    }

    /** A source joins one stage directly; in two it would tie their tasks together. */
    private static java.util.function.Function<String, Integer> firstJoin(int stage) {
        return source -> stage;
    }

    /** The fields of a source's declared key: one or none. */
    private static List<String> keyOf(SourceDefinition source) {
        return source.keyField().stream().toList();
    }

    static int partitionsOf(SourceDefinition source, Map<String, Integer> partitions) {
        Integer count = partitions.get(source.topic());
        if (count == null || count < 1) {
            throw new IllegalArgumentException("number of partitions of topic '" + source.topic() + "' (source "
                    + source.name() + ") is " + count + "; it must be known, at least 1");
        }
        return count;
    }
}
