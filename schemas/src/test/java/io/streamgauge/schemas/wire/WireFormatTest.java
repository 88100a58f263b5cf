package io.streamgauge.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class WireFormatTest {

    @Property
    void idAndPayloadComeBack(@ForAll int id, @ForAll byte[] avro) {
        byte[] bytes = WireFormat.encode(id, avro);
        assertThat(WireFormat.schemaId(bytes)).isEqualTo(id);
        assertThat(Arrays.copyOfRange(bytes, WireFormat.PAYLOAD, bytes.length)).isEqualTo(avro);
    }

    @Test
    void bytesAreThoseOfConfluent() {
        assertThat(WireFormat.encode(0x01020304, new byte[] {9})).containsExactly(0, 1, 2, 3, 4, 9);
    }

    @Test
    void otherBytesAreRefused() {
        assertThatThrownBy(() -> WireFormat.schemaId("{\"a\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessage("expected Confluent wire format (byte 0, then a schema id of 4 bytes)"
                        + " but found 8 bytes starting with 7b 22 61 22 3a");
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[0])).hasMessageEndingWith("but found 0 bytes");
    }
}
