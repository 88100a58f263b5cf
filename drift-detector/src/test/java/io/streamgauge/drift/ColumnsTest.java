package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    private static final Columns COLUMNS = Columns.of(List.of("amount", "age"));

    private static WindowSummary summary() {
        WindowSummary summary = new WindowSummary(2, 16);
        summary.add(0, new OffsetRanges.Partition("events", 0), 0, new double[] {1, 2});
        return summary;
    }

    /** Golden: it is compared with what is in checkpoints. */
    @Test
    void theDigestNeverChanges() {
        assertThat(Long.toHexString(COLUMNS.digest())).isEqualTo("119de7f521e99b33");
    }

    @Test
    void otherNamesAndAnotherOrderAreOthers() {
        byte[] bytes = COLUMNS.encode(summary());
        assertThat(Columns.of(List.of("amount", "age")).decode(bytes))
                .satisfies(read -> assertThat(read.rows()).isEqualTo(1));
        assertThat(Columns.of(List.of("age", "amount")).decode(bytes)).isNull();
        assertThat(Columns.of(List.of("amount", "sum")).decode(bytes)).isNull();
        assertThat(Columns.of(List.of("amount,age")).decode(bytes)).isNull();
        assertThat(Columns.of(List.of("amounta", "ge")).decode(bytes)).isNull();
    }

    @Test
    void whatAnEarlierVersionWroteTellsTheirNumberAlone() {
        byte[] bytes = SummaryCodec.encode(summary());
        assertThat(Columns.of(List.of("age", "amount")).decode(bytes)).isNotNull();
        assertThat(Columns.of(List.of("amount")).decode(bytes)).isNull();
    }
}
