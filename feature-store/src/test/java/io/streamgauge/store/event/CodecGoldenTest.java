package io.streamgauge.store.event;

import static io.streamgauge.store.event.TestingSource.SOURCE;
import static io.streamgauge.store.event.TestingSource.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in topics outlive the process that wrote them: every released layout is kept here and read for ever. */
final class CodecGoldenTest {

    private static final List<String> FEATURES = List.of("v.a", "v.b", "v.c", "v.d");
    private static final EnrichedEventCodec CODEC = new EnrichedEventCodec(SOURCE.schema(), FEATURES);

    private static EnrichedEvent enriched() {
        FeatureValues features = new FeatureValues(4);
        features.set(0, 1.5);
        features.set(1, 0, ValueStatus.NULL_VALUE);
        features.setMissing(2, ValueStatus.OUTSIDE_MAX_AGE);
        Event event = TestingSource.event("tx-1", 1_522_540_831_000L, "café", -3L, 57.16, true, null);
        return new EnrichedEvent(event, new Origin("transactions", 300, 70_000L), 1_522_540_900_000L, features);
    }

    private static byte[] golden(int version) throws IOException {
        try (InputStream in = CodecGoldenTest.class.getResourceAsStream("enriched-event-v" + version + ".hex")) {
            assertThat(in).isNotNull();
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyVersionIsReadForEver(int version) throws IOException {
        EnrichedEvent read = CODEC.decode(golden(version));
        assertThat(facts(read.event())).isEqualTo(facts(enriched().event()));
        assertThat(read.origin()).isEqualTo(new Origin("transactions", 300, 70_000L));
        assertThat(EnrichedEventCodec.originOf(golden(version))).isEqualTo(read.origin());
        assertThat(read.sourceTimeMs()).isEqualTo(1_522_540_900_000L);
        assertThat(List.of(read.features().valueAt(0), read.features().valueAt(1)))
                .containsExactly(1.5, 0.0);
        assertThat(read.features().statusAt(1)).isEqualTo(ValueStatus.NULL_VALUE);
        assertThat(read.features().isMissing(2)).isTrue();
        assertThat(read.features().statusAt(2)).isEqualTo(ValueStatus.OUTSIDE_MAX_AGE);
        assertThat(read.features().statusAt(3)).isEqualTo(ValueStatus.NOT_FOUND);
    }

    @Test
    void version2IsWhatIsWritten() throws IOException {
        assertThat(HexFormat.of().formatHex(CODEC.encode(enriched())))
                .isEqualTo(HexFormat.of().formatHex(golden(2)));
    }

    @Test
    void aTextHasABitOfItsOwn() throws IOException {
        EnrichedEvent event = enriched();
        String numbers = HexFormat.of().formatHex(CODEC.encode(event));
        event.features().set(1, "café", ValueStatus.NULL_VALUE);
        byte[] bytes = CODEC.encode(event);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(numbers.replace("01" + "0000000000000000" + "07", "09" + "05" + "636166c3a9" + "07"));
        FeatureValues read = CODEC.decode(bytes).features();
        assertThat(read.textAt(1)).isEqualTo("café");
        assertThat(read.statusAt(1)).isEqualTo(ValueStatus.NULL_VALUE);
        assertThat(read.isMissing(1)).isFalse();
        assertThat(read.valueAt(1)).isNaN();
        assertThat(read.textAt(0)).isNull();
        assertThat(read.valueAt(0)).isEqualTo(1.5);
        assertThat(read.isMissing(2)).isTrue();
    }

    @Test
    void whatIsNotOursIsRefused() throws IOException {
        byte[] bytes = golden(1);
        assertThatThrownBy(
                        () -> new EnrichedEventCodec(SOURCE.schema(), List.of("a", "b", "c", "d", "e")).decode(bytes))
                .hasMessage("an event with 4 features; expected 5");
        EventSchema other = new EventSchema(List.of(new Field("id", FieldType.LONG)));
        assertThatThrownBy(() -> new EnrichedEventCodec(other, FEATURES).decode(bytes))
                .hasMessage("the event was written with other fields than [id]");
        assertThatThrownBy(() -> new EnrichedEventCodec(SOURCE.schema(), List.of("a", "b", "c", "d")).decode(golden(2)))
                .hasMessage("the event was written with other features than these 4");
        bytes[0] = 9;
        assertThatThrownBy(() -> CODEC.decode(bytes)).hasMessage("an enriched event of version 9; known: 1 and 2");
        assertThatThrownBy(() ->
                        new EnrichedEventCodec(SOURCE.schema(), List.of("a", "b", "c", "d", "e")).encode(enriched()))
                .hasMessage("an event with 4 features; expected 5");
    }

    @Test
    void whatAFormerDefinitionWroteIsReadByNames() throws IOException {
        List<Field> fields = new ArrayList<>(SOURCE.schema().fields());
        Field gone = fields.remove(4);
        fields.add(1, new Field("added", FieldType.STRING));
        EventSchema schema = new EventSchema(fields);
        EnrichedEventCodec now = new EnrichedEventCodec(
                schema, List.of("v.d", "v.new", "v.a", "v.c"), List.of(SOURCE.schema()), List.of(FEATURES));

        EnrichedEvent read = now.decode(golden(2));

        assertThat(read.event().schema()).isSameAs(schema);
        assertThat(gone.name()).isEqualTo("amount");
        assertThat(read.event().id()).isEqualTo("tx-1");
        assertThat(read.event().isNull(1)).isTrue();
        assertThat(read.event().textAt(schema.indexOf("customer"))).isEqualTo("café");
        assertThat(read.event().longAt(schema.indexOf("n"))).isEqualTo(-3);
        assertThat(read.event().booleanAt(schema.indexOf("ok"))).isTrue();
        assertThat(read.event().isNull(schema.indexOf("seen"))).isTrue();
        assertThat(read.features().statusAt(0)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(read.features().isMissing(1)).as("unknown then").isTrue();
        assertThat(read.features().valueAt(2)).isEqualTo(1.5);
        assertThat(read.features().statusAt(3)).isEqualTo(ValueStatus.OUTSIDE_MAX_AGE);
        assertThat(now.decode(now.encode(read)).features().valueAt(2))
                .as("and goes on in the layout of now")
                .isEqualTo(1.5);
    }
}
