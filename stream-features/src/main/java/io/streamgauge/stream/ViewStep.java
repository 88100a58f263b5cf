package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.view.EntityStates;
import io.streamgauge.store.view.ViewEngine;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * One view's place in the topology: what its tasks have in common.
 *
 * @param view the view
 * @param feed what it takes in of the events that feed it
 * @param feedLateness by how much the feed's events may be out of order; zero when they are the scored ones. Of a table how
 *     long a deletion is remembered
 * @param offset index of its first feature in an event's features
 * @param upstreams how many upstream tasks may send it events: the scored topic's partitions after a hop, else one
 * @param upstream name of what sends them: the scored source, or after another hop the last view before it
 * @param scored the scored source
 * @param corrections how events are corrected; empty where they are not
 * @param retention how far before the low watermark readers outside may read
 * @param onward where events go after it
 * @param buffered what the buffers of rows in this process hold, in bytes; empty where each row is written at once
 * @param watermarks told how far each task has come
 */
record ViewStep(
        ViewDefinition view,
        FeedEvents feed,
        Duration feedLateness,
        int offset,
        int upstreams,
        String upstream,
        SourceDefinition scored,
        Optional<CorrectionStep> corrections,
        Duration retention,
        Onward onward,
        Optional<AtomicLong> buffered,
        Watermarks watermarks) {

    static ViewStep of(
            FeatureDefinition definition,
            List<Route> routes,
            int index,
            Map<String, Integer> partitions,
            Optional<CorrectionStep> corrections,
            Duration retention,
            Optional<AtomicLong> buffered,
            Watermarks watermarks) {
        Route route = routes.get(index);
        ViewDefinition view = route.view();
        return new ViewStep(
                view,
                new FeedEvents(definition, view),
                route.feed() == Route.Feed.SCORED
                        ? Duration.ZERO
                        : definition.source(view.source()).lateness(),
                definition.offsetOf(view),
                route.stage() == 0 ? 1 : Route.partitionsOf(definition.scoredSource(), partitions),
                upstream(definition, routes, route.stage()),
                definition.scoredSource(),
                corrections,
                retention,
                Onward.to(definition, routes, index + 1),
                buffered,
                watermarks);
    }

    private static String upstream(FeatureDefinition definition, List<Route> routes, int stage) {
        return routes.stream()
                .filter(route -> stage > 1 && route.stage() == stage - 1)
                .reduce((first, last) -> last)
                .map(route -> route.view().name())
                .orElse(definition.scored());
    }

    /** How far before the low watermark events come and are corrected: the scored source's lateness, or the reach of corrections. */
    long latenessMs() {
        return corrections.map(CorrectionStep::reachMs).orElse(scored.lateness().toMillis());
    }

    /** How far before the low watermark its rows are read, by those outside too. */
    long readBackMs() {
        return latenessMs() + retention.toMillis();
    }

    /** The rows, as this task's stores hold them. */
    EntityStates states(ProcessingContext context) {
        return engine().over(ViewStores.of(view, context), EntityStates.DEFAULT_CACHE_BYTES);
    }

    /** Whether the scored events themselves feed it. */
    boolean own() {
        return view.source().equals(scored.name());
    }

    /** Whether a table feeds it, whose deletions are to be forgotten in time. */
    boolean lookup() {
        return view.lookup();
    }

    /** The stores, for Kafka Streams to build of per task. */
    Set<StoreBuilder<?>> stores() {
        Set<StoreBuilder<?>> builders = new LinkedHashSet<>(ViewStores.builders(view, buffered));
        corrections.ifPresent(on -> builders.add(RecentEvents.builder(CorrectionStep.storeName(view))));
        if (view.maxAge().isPresent()) {
            builders.add(IdleEntities.store(view));
        }
        if (lookup()) {
            builders.add(DeletedRows.builder(view));
        }
        return builders;
    }

    ViewEngine engine() {
        return new ViewEngine(view, feed.schema(), feedLateness);
    }

    /** What names the entity in events of the feeding source. */
    EntityKey entityInFeed() {
        return new EntityKey(feed.schema(), view.entity());
    }

    /** What names the entity in scored events. */
    EntityKey entityInScored() {
        return new EntityKey(scored.schema(), view.entity());
    }
}
