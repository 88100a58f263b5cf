package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeptTextTest {

    @Test
    void keepsTextsUpToTheLimitAsTheyAre() {
        assertThat(KeptText.of("")).isEmpty();
        assertThat(KeptText.of("café \uD83D\uDE00")).isEqualTo("café \uD83D\uDE00");
        assertThat(KeptText.of("x".repeat(256))).isEqualTo("x".repeat(256));
    }

    @Test
    void cutsLongerOnesSoThatTheyStayApart() {
        String one = KeptText.of("x".repeat(300) + "1");
        assertThat(one)
                .hasSize(256)
                .startsWith("x".repeat(239) + "…")
                .endsWith(String.format("%016x", TextHash.of("x".repeat(300) + "1")));
        assertThat(KeptText.of("x".repeat(300) + "2")).isNotEqualTo(one);
        assertThat(KeptText.of(one)).isEqualTo(one);
    }

    @Test
    void cutsNoCodePointInTwo() {
        String cut = KeptText.of("x".repeat(238) + "\uD83D\uDE00".repeat(100));
        assertThat(cut).hasSize(255).startsWith("x".repeat(238) + "…");
    }

    @Test
    void utf8GivesBackWhatIsKept() {
        String kept = KeptText.of("a\uD83Db");
        assertThat(kept).isEqualTo("a\uFFFDd83db");
        assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(kept);
    }
}
