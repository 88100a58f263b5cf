package io.streamgauge.store.event;

import static io.streamgauge.store.event.TestingSource.SOURCE;
import static io.streamgauge.store.event.TestingSource.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What is written is read again, bit for bit; what was not written is refused. */
final class EventRoundTripTest {

    private static final EventCodec CODEC = new EventCodec(SOURCE.schema());
    private static final EnrichedEventCodec ENRICHED =
            new EnrichedEventCodec(SOURCE.schema(), List.of("v.a", "v.b", "v.c"));

    @Property(tries = 500)
    @Domain(EventArbitraries.class)
    void codec(@ForAll Event event) {
        assertThat(facts(CODEC.decode(CODEC.encode(event)))).isEqualTo(facts(event));
    }

    @Property(tries = 500)
    @Domain(EventArbitraries.class)
    void avro(@ForAll Event event) throws BadEventException {
        TestingSchemaRegistry registry = new TestingSchemaRegistry();
        byte[] bytes = new AvroEventWriter("fraud", SOURCE, registry).write(event);
        assertThat(facts(new AvroEventReader(SOURCE, registry).read(bytes))).isEqualTo(facts(event));
        assertThat(registry.subjects()).containsExactly("tx-topic-value");
    }

    @Property(tries = 500)
    @Domain(EventArbitraries.class)
    void json(@ForAll Event event) throws BadEventException {
        byte[] bytes = new JsonEventWriter(SOURCE).write(event);
        assertThat(facts(new JsonEventReader(SOURCE).read(bytes))).isEqualTo(facts(event));
    }

    @Property(tries = 300)
    @Domain(EventArbitraries.class)
    @Domain(DomainContext.Global.class)
    void enriched(
            @ForAll Event event,
            @ForAll int partition,
            @ForAll long offset,
            @ForAll long sourceTimeMs,
            @ForAll double value,
            @ForAll ValueStatus status) {
        FeatureValues features = new FeatureValues(3);
        features.set(0, value, status);
        features.setMissing(2, status);
        EnrichedEvent written = new EnrichedEvent(event, new Origin("tx", partition, offset), sourceTimeMs, features);

        EnrichedEvent read = ENRICHED.decode(ENRICHED.encode(written));

        assertThat(facts(read.event())).isEqualTo(facts(event));
        assertThat(read.origin()).isEqualTo(written.origin());
        assertThat(EnrichedEventCodec.originOf(ENRICHED.encode(written))).isEqualTo(written.origin());
        assertThat(read.sourceTimeMs()).isEqualTo(sourceTimeMs);
        for (int i = 0; i < 3; i++) {
            assertThat(Double.doubleToRawLongBits(read.features().valueAt(i)))
                    .isEqualTo(Double.doubleToRawLongBits(features.valueAt(i)));
            assertThat(read.features().isMissing(i)).isEqualTo(features.isMissing(i));
            assertThat(read.features().statusAt(i)).isEqualTo(features.statusAt(i));
        }
    }

    @Property(tries = 300)
    @Domain(EventArbitraries.class)
    @Domain(DomainContext.Global.class)
    void bytesCutShortAreRefused(@ForAll Event event, @ForAll int cut) throws BadEventException {
        byte[] bytes = CODEC.encode(event);
        byte[] shorter = Arrays.copyOf(bytes, Math.floorMod(cut, bytes.length));
        assertThatThrownBy(() -> CODEC.decode(shorter)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CODEC.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 bytes are left over");

        TestingSchemaRegistry registry = new TestingSchemaRegistry();
        byte[] avro = new AvroEventWriter("fraud", SOURCE, registry).write(event);
        byte[] shorterAvro = Arrays.copyOf(avro, Math.floorMod(cut, avro.length));
        AvroEventReader reader = new AvroEventReader(SOURCE, registry);
        assertThatThrownBy(() -> reader.read(shorterAvro)).isInstanceOf(BadEventException.class);
        assertThat(facts(reader.read(avro))).isEqualTo(facts(event));
    }

    @Property(tries = 2_000)
    void anyBytesAreAnEventOrABadEvent(@ForAll byte[] payload) {
        TestingSchemaRegistry registry = new TestingSchemaRegistry();
        int id = registry.register("s", EventAvroSchema.of("p", SOURCE));
        byte[] bytes = io.streamgauge.schemas.wire.WireFormat.encode(id, payload);
        for (EventReader reader : List.of(new AvroEventReader(SOURCE, registry), new JsonEventReader(SOURCE))) {
            try {
                assertThat(reader.read(bytes).id()).isNotNull();
            } catch (BadEventException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
