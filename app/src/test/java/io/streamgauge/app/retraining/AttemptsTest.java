package io.streamgauge.app.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final List<Long> pauses = new ArrayList<>();
    private int failed;

    /** Fails so many times before it succeeds. */
    private static Target failing(int times) {
        int[] left = {times};
        return new Target() {
            @Override
            public String name() {
                return "a target";
            }

            @Override
            public void deliver(Message message) throws DeliveryFailedException {
                if (left[0]-- > 0) {
                    throw new DeliveryFailedException("no");
                }
            }
        };
    }

    private void deliver(int most, int failures) throws DeliveryFailedException, InterruptedException {
        new Attempts(most, time -> pauses.add(time.toSeconds()), () -> failed++)
                .deliver(failing(failures), new Message(TestingEvents.event("e1"), 0));
    }

    @Test
    void pausesDoubleUpToAMinute() throws Exception {
        deliver(10, 9);
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(failed).isEqualTo(9);
        assertThat(Attempts.pauses(10)).isEqualTo(Duration.ofSeconds(243));
    }

    @Test
    void afterTheLastTheFailureIsTheAnswer() {
        assertThatThrownBy(() -> deliver(3, 3))
                .isInstanceOf(DeliveryFailedException.class)
                .hasMessage("no");
        assertThat(pauses).containsExactly(1L, 2L);
        assertThat(failed).isEqualTo(3);
    }

    @Test
    void successNeedsNoPause() throws Exception {
        deliver(1, 0);
        assertThat(pauses).isEmpty();
    }
}
