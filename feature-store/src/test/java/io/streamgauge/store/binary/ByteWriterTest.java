package io.streamgauge.store.binary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteWriterTest {

    @Test
    void writesAnewOnceCleared() {
        ByteWriter out = new ByteWriter();
        out.putText("what was there before");
        byte[] before = out.toBytes();

        out.clear().putInt(7);

        assertThat(out.toBytes()).containsExactly(0, 0, 0, 7);
        assertThat(before).hasSize(22).endsWith("before".getBytes(UTF_8));
    }

    @Test
    void goesOnAfterMuch() {
        ByteWriter out = new ByteWriter();
        out.putBytes(new byte[1 << 20]);
        out.clear().putLong(-1);
        assertThat(out.toBytes()).containsExactly(-1, -1, -1, -1, -1, -1, -1, -1);
        assertThat(out.clear().toBytes()).isEmpty();
    }
}
