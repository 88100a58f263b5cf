package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {

    @Test
    void closesInReverseOrderAndGoesOnAfterAFailure() {
        List<String> closed = new ArrayList<>();
        Parts parts = new Parts();
        parts.add("broker", () -> closed.add("broker"));
        parts.add("broken", () -> {
            throw new IllegalStateException("on purpose");
        });
        parts.add("topology", () -> closed.add("topology"));

        parts.close();
        parts.close();

        assertThat(closed).containsExactly("topology", "broker");
    }
}
