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
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes in topics outlive the process that wrote them: every released layout is kept here and read for ever. */
final class CodecGoldenTest {

    private static final EnrichedEventCodec CODEC = new EnrichedEventCodec(SOURCE.schema(), 4);

    private static EnrichedEvent enriched() {
        FeatureValues features = new FeatureValues(4);
        features.set(0, 1.5);
        features.set(1, 0, ValueStatus.NULL_VALUE);
        features.setMissing(2, ValueStatus.OUTSIDE_MAX_AGE);
        Event event = TestingSource.event("tx-1", 1_522_540_831_000L, "café", -3L, 57.16, true, null);
        return new EnrichedEvent(event, new Origin("transactions", 300, 70_000L), 1_522_540_900_000L, features);
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = CodecGoldenTest.class.getResourceAsStream("enriched-event-v1.hex")) {
            assertThat(in).isNotNull();
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    @Test
    void version1IsReadForEver() throws IOException {
        EnrichedEvent read = CODEC.decode(golden());
        assertThat(facts(read.event())).isEqualTo(facts(enriched().event()));
        assertThat(read.origin()).isEqualTo(new Origin("transactions", 300, 70_000L));
        assertThat(read.sourceTimeMs()).isEqualTo(1_522_540_900_000L);
        assertThat(List.of(read.features().valueAt(0), read.features().valueAt(1)))
                .containsExactly(1.5, 0.0);
        assertThat(read.features().statusAt(1)).isEqualTo(ValueStatus.NULL_VALUE);
        assertThat(read.features().isMissing(2)).isTrue();
        assertThat(read.features().statusAt(2)).isEqualTo(ValueStatus.OUTSIDE_MAX_AGE);
        assertThat(read.features().statusAt(3)).isEqualTo(ValueStatus.NOT_FOUND);
    }

    @Test
    void version1IsWhatIsWritten() throws IOException {
        assertThat(HexFormat.of().formatHex(CODEC.encode(enriched())))
                .isEqualTo(HexFormat.of().formatHex(golden()));
    }

    @Test
    void whatIsNotOursIsRefused() throws IOException {
        byte[] bytes = golden();
        assertThatThrownBy(() -> new EnrichedEventCodec(SOURCE.schema(), 5).decode(bytes))
                .hasMessage("an event with 4 features; expected 5");
        EventSchema other = new EventSchema(List.of(new Field("id", FieldType.LONG)));
        assertThatThrownBy(() -> new EnrichedEventCodec(other, 4).decode(bytes))
                .hasMessage("the event was written with other fields than [id]");
        bytes[0] = 9;
        assertThatThrownBy(() -> CODEC.decode(bytes)).hasMessage("an enriched event of version 9; known: 1");
        assertThatThrownBy(() -> new EnrichedEventCodec(SOURCE.schema(), 5).encode(enriched()))
                .hasMessage("an event with 4 features; expected 5");
    }
}
