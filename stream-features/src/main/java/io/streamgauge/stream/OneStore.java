package io.streamgauge.stream;

import java.util.List;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/**
 * A key-value store to read many keys of. Kafka Streams' own type looks for the stores of all tasks again at every read, which
 * for a copy takes a lock that restoring takes too; this one looks once, and reads the store itself where it is one only.
 * A store that is closed meanwhile says so at the next read, as does Kafka Streams' own.
 */
final class OneStore<K, V> implements QueryableStoreType<ReadOnlyKeyValueStore<K, V>> {

    private final QueryableStoreType<ReadOnlyKeyValueStore<K, V>> any = QueryableStoreTypes.keyValueStore();

    @Override
    public boolean accepts(StateStore store) {
        return any.accepts(store);
    }

    @Override
    public ReadOnlyKeyValueStore<K, V> create(StateStoreProvider provider, String name) {
        List<ReadOnlyKeyValueStore<K, V>> stores = provider.stores(name, any);
        return stores.size() == 1 ? stores.get(0) : any.create(provider, name);
    }
}
