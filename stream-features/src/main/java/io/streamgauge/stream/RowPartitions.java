package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Utils;

/**
 * In which partition the rows of an entity lie, by the key under which its events come to them; see {@link Route}. Thread-safe.
 *
 * <p>It is certain behind a hop, and where records of another partitioner are refused; see {@link PartitionCheck}. Where
 * scored events come as their publisher has put them, any partitioner will do, and this is where Kafka's default one puts
 * them.
 */
public final class RowPartitions {

    private final int count;
    private final Map<String, Way> ways = new HashMap<>();

    /** How a view's entities are keyed: which of the fields that name one make the key. */
    private record Way(int fields, List<Integer> key, boolean certain) {}

    /** @param partitions number of partitions of every source's topic, by topic */
    public RowPartitions(FeatureDefinition definition, Map<String, Integer> partitions) {
        this.count = Route.partitionsOf(definition.scoredSource(), partitions);
        List<Route> routes = Route.of(definition, partitions);
        boolean checked = routes.stream().anyMatch(r -> r.stage() == 0 && r.feed() != Route.Feed.SCORED);
        for (Route route : routes) {
            List<String> entity = route.view().entity();
            ways.put(
                    route.view().name(),
                    new Way(
                            entity.size(),
                            route.key().stream().map(entity::indexOf).toList(),
                            route.stage() > 0 || checked));
        }
    }

    /** How many partitions the rows of every view have. */
    public int count() {
        return count;
    }

    /** Whether an entity's rows can lie in no other partition than {@link #of}. */
    public boolean certain(ViewDefinition view) {
        return count == 1 || way(view).certain();
    }

    /**
     * The partition.
     *
     * @param entity its text, as {@link EntityKey#text} has it
     */
    public int of(ViewDefinition view, String entity) {
        return Utils.toPositive(Utils.murmur2(key(way(view), entity).getBytes(UTF_8))) % count;
    }

    private static String key(Way way, String entity) {
        if (way.fields() == 1) {
            return entity;
        }
        List<String> parts = EntityKey.parts(entity);
        return parts.size() == way.fields()
                ? EntityKey.text(way.key().stream().map(parts::get).toList())
                : entity; // names none
    }

    private Way way(ViewDefinition view) {
        return Objects.requireNonNull(ways.get(view.name()), view.name());
    }
}
