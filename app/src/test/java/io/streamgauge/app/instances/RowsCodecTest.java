package io.streamgauge.app.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RowsCodecTest {

    private static final ServedBy STANDBY = new ServedBy("[::1]:8080", ServedBy.Role.STANDBY, 1_200, 7);

    @Test
    void aQueryIsTheSameThere() {
        RowsQuery query = new RowsQuery(
                "hash",
                "customer",
                -5,
                List.of(new RowsQuery.Part(3, List.of("ä,\\b", "")), new RowsQuery.Part(0, List.of("c1"))));

        assertThat(RowsCodec.query(RowsCodec.encode(query))).isEqualTo(query);
        assertThat(query.entities()).isEqualTo(3);
    }

    @Test
    void everyValueIsTheSameHereBitForBit() {
        double[] numbers = {0.0, -0.0, 0.1 + 0.2, Double.MIN_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY};
        FeatureValues values = new FeatureValues(numbers.length + 4);
        for (int i = 0; i < numbers.length; i++) {
            values.set(i, numbers[i]);
        }
        int next = numbers.length;
        values.set(next, "Zürich", ValueStatus.PRESENT);
        values.setMissing(next + 1, ValueStatus.NULL_VALUE);
        values.set(next + 2, -1, ValueStatus.OUTSIDE_MAX_AGE);
        values.set(next + 3, "none", ValueStatus.NOT_FOUND);
        List<Long> earliest = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        List<OptionalLong> newest = new ArrayList<>();
        List<Optional<Completeness.Entry>> complete = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            earliest.add(Long.MIN_VALUE + i);
            kept.add(Long.MAX_VALUE - i);
            newest.add(i % 2 == 0 ? OptionalLong.of(i - 1) : OptionalLong.empty());
            complete.add(
                    i % 3 == 0
                            ? Optional.empty()
                            : Optional.of(new Completeness.Entry(i, i % 3 == 1 ? null : (Long) 9L)));
        }
        EntityFeatures entity = new RemoteEntity(true, values, earliest, kept, newest, complete);
        RowsReply reply = new RowsReply(List.of(
                new RowsReply.Declined("not here"),
                new RowsReply.Rows(STANDBY, OptionalLong.of(17), List.of(entity)),
                new RowsReply.Rows(ServedBy.active("a:1"), OptionalLong.empty(), List.of())));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RowsCodec.encode(reply, bytes);
        RowsReply read = RowsCodec.reply(bytes.toByteArray());

        assertThat(read.parts().get(0)).isEqualTo(reply.parts().get(0));
        assertThat(read.parts().get(2)).isEqualTo(reply.parts().get(2));
        RowsReply.Rows rows = (RowsReply.Rows) read.parts().get(1);
        assertThat(rows.servedBy()).isEqualTo(STANDBY);
        assertThat(rows.watermarkMs()).hasValue(17);
        EntityFeatures there = rows.entities().get(0);
        assertThat(there.known()).isTrue();
        for (int i = 0; i < values.size(); i++) {
            assertThat(there.values().isMissing(i)).as("missing %d", i).isEqualTo(values.isMissing(i));
            assertThat(there.values().statusAt(i)).as("status %d", i).isEqualTo(values.statusAt(i));
            assertThat(there.values().textAt(i)).as("text %d", i).isEqualTo(values.textAt(i));
            assertThat(Double.doubleToRawLongBits(there.values().valueAt(i)))
                    .as("value %d", i)
                    .isEqualTo(Double.doubleToRawLongBits(values.valueAt(i)));
            assertThat(there.earliestMs(i)).isEqualTo(earliest.get(i));
            assertThat(there.keptFromMs(i)).isEqualTo(kept.get(i));
            assertThat(there.newestEventMs(i)).isEqualTo(newest.get(i));
            assertThat(there.completeness(i)).isEqualTo(complete.get(i));
        }
    }

    @Test
    void otherBytesAreRefused() {
        byte[] query = RowsCodec.encode(new RowsQuery("h", "v", 0, List.of(new RowsQuery.Part(0, List.of("e")))));
        for (int length = 0; length < query.length; length++) {
            byte[] cut = Arrays.copyOf(query, length);
            assertThatThrownBy(() -> RowsCodec.query(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        query[0] = 99;
        assertThatThrownBy(() -> RowsCodec.query(query)).hasMessageContaining("form 99");
    }
}
