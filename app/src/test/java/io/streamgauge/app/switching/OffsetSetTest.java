package io.streamgauge.app.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OffsetSetTest {

    private final OffsetSet set = new OffsetSet();

    @Property
    void isASet(
            @ForAll @Size(max = 200) List<@LongRange(max = 200_000) Long> added,
            @ForAll @LongRange(max = Long.MAX_VALUE - 200_000) long base) {
        OffsetSet offsets = new OffsetSet();
        TreeSet<Long> oracle = new TreeSet<>();
        for (long offset : added) {
            assertThat(offsets.add(base + offset)).isEqualTo(oracle.add(base + offset));
        }
        List<Long> all = new ArrayList<>();
        offsets.forEach(all::add);

        assertThat(all).containsExactlyElementsOf(oracle);
        assertThat(offsets.size()).isEqualTo(oracle.size());
        assertThat(offsets.greatest()).isEqualTo(oracle.isEmpty() ? -1 : oracle.last());
        for (long offset : added) {
            assertThat(offsets.contains(base + offset)).isTrue();
            assertThat(offsets.contains(base + offset + 1)).isEqualTo(oracle.contains(base + offset + 1));
        }
    }

    @Test
    void pagesMeetWithoutAGap() {
        for (long offset : new long[] {0, 63, 64, 65_535, 65_536, 131_071, 131_072}) {
            assertThat(set.contains(offset)).isFalse();
            assertThat(set.add(offset)).isTrue();
            assertThat(set.add(offset)).isFalse();
        }
        assertThat(set.contains(1)).isFalse();
        assertThat(set.contains(65_537)).isFalse();
        assertThat(set.size()).isEqualTo(7);
    }

    @Test
    void noOffsetIsNegative() {
        assertThatThrownBy(() -> set.add(-1)).hasMessage("an offset is 0 or more, not -1");
    }
}
