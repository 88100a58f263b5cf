package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.state.PerformanceCodec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutcomeWindowTest {

    private static final PerformanceCodec CODEC = new PerformanceCodec(1000, Kind.BINARY);

    private static OutcomeWindow judged(Outcome... known) {
        OutcomeWindow window = new OutcomeWindow(0);
        window.put(new JudgedRow(1, 0.5, 1, List.of(), List.of(known)));
        window.judged(3000, 1);
        return window;
    }

    private static OutcomeWindow restored(OutcomeWindow window) {
        PerformanceState state = new PerformanceState();
        SubjectState subject = new SubjectState();
        subject.windows().put(0L, window);
        state.subjects().put(TestingOutcomes.CHAMPION, subject);
        SubjectState again = CODEC.decode(CODEC.encode(state))
                .orElseThrow()
                .subjects()
                .values()
                .iterator()
                .next();
        return Objects.requireNonNull(again.windows().get(0L));
    }

    /** A label of a partition that was idle: figures were published without it, so it is still to be told. */
    @Test
    void aCorrectionOfBeforeTheLastFiguresWaitsThroughARestore() {
        OutcomeWindow window = judged();
        window.tell(1, new Outcome(1500, 0, 7, 1), 1000);
        assertThat(window.pendingMs()).isEqualTo(3000);
        assertThat(restored(window).pendingMs()).isEqualTo(3000);
        assertThat(restored(window).known(4000).outcomes()).containsExactly(1);
    }

    @Test
    void whatAJudgedOutcomeHasReplacedAlreadyCorrectsNothing() {
        OutcomeWindow window = judged(new Outcome(2000, 0, 7, 0));
        window.tell(1, new Outcome(1500, 1, 3, 1), 1000);
        assertThat(window.pendingMs()).isEqualTo(Long.MAX_VALUE);
        window.tell(1, new Outcome(2500, 1, 4, 1), 1000);
        assertThat(window.pendingMs()).isEqualTo(3000);
        assertThat(window.known(4000).outcomes()).containsExactly(1);
    }
}
