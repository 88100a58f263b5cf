package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RowPartitionsTest {

    private static final int COUNT = 7;

    @Test
    void anEntityLiesWhereKafkasPartitionerPutsItsEvents() {
        FeatureDefinition definition = TestingDefinitions.fraud();
        RowPartitions partitions = new RowPartitions(definition, TestingDefinitions.partitions(definition, COUNT));
        assertThat(partitions.count()).isEqualTo(COUNT);
        for (ViewDefinition view : definition.views()) {
            assertThat(IntStream.range(0, 200).map(i -> partitions.of(view, "ä" + i)))
                    .containsExactlyElementsOf(IntStream.range(0, 200)
                            .map(i -> byKafka("ä" + i))
                            .boxed()
                            .toList());
        }
    }

    @Test
    void anEntityOfSeveralFieldsLiesWhereTheFieldsLieThatItsEventsAreKeyedBy() {
        FeatureDefinition definition = TestingDefinitions.parse("payments", TestingDefinitions.KEYED_BY_SHOP + """
                features:
                  pair: {entity: [customer, shop], from: payments, windows: [1d], aggregates: {n: count}}
                """);
        RowPartitions partitions = new RowPartitions(definition, TestingDefinitions.partitions(definition, COUNT));
        ViewDefinition pair = definition.views().get(0);

        assertThat(partitions.of(pair, "c,s\\,1")).isEqualTo(byKafka("s,1"));
        assertThat(partitions.certain(pair))
                .as("nothing holds the publisher to it")
                .isFalse();
    }

    @Test
    void itIsCertainBehindHopsAndWhereRecordsAreChecked() {
        FeatureDefinition fraud = TestingDefinitions.fraud();
        RowPartitions partitions = new RowPartitions(fraud, TestingDefinitions.partitions(fraud, COUNT));
        assertThat(fraud.views()).extracting(partitions::certain).isEqualTo(List.of(false, true));

        FeatureDefinition checked = TestingDefinitions.keyedByShop();
        RowPartitions strict = new RowPartitions(checked, TestingDefinitions.partitions(checked, COUNT));
        assertThat(strict.certain(checked.views().get(0))).isTrue();

        RowPartitions one = new RowPartitions(fraud, TestingDefinitions.partitions(fraud, 1));
        assertThat(one.certain(fraud.views().get(0))).isTrue();
    }

    private static int byKafka(String key) {
        try (StringSerializer serializer = new StringSerializer()) {
            return BuiltInPartitioner.partitionForKey(serializer.serialize("topic", key), COUNT);
        }
    }
}
