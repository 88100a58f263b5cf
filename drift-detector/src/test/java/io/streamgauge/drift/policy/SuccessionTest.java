package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.policy.AlertState.OpenAlert;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SuccessionCodec;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    private static final ModelKey ONE = new ModelKey("fraud", "1", "aa");
    private static final ModelKey TWO = new ModelKey("fraud", "2", "bb");
    private static final ModelKey OTHER_FILE = new ModelKey("fraud", "1", "cc");

    private static DetectorState with(String alert) {
        OpenAlert open = new OpenAlert(alert, 100, 0, true, true, new OffsetRanges());
        return new DetectorState.Rolling(0, 0, new TreeMap<>(), new AlertState(List.of(true, true), open, 100L));
    }

    /** Each step through bytes. */
    private static Succession copied(Succession succession) {
        Succession copy = new Succession();
        succession.remembered().stream()
                .map(SuccessionCodec::encode)
                .map(SuccessionCodec::decode)
                .forEach(copy::restore);
        assertThat(copy.remembered()).isEqualTo(succession.remembered());
        return copy;
    }

    @Test
    void aStepOfAnotherModelAloneResolvesOnce() {
        Succession succession = new Succession();
        succession.seen(ONE, 0);
        succession.judged(ONE, with("x"));
        succession.seen(TWO, 10);
        succession.seen(ONE, 10);
        assertThat(succession.release(10, 10, 20)).as("both are there").isEmpty();
        assertThat(succession.replaced(ONE, 10)).isFalse();
        succession.forgetBefore(20);
        succession = copied(succession);
        assertThat(succession.release(20, 20, 30)).as("nobody is there").isEmpty();
        assertThat(succession.replaced(ONE, 20)).isFalse();
        succession.seen(TWO, 30);
        assertThat(succession.replaced(ONE, 30)).isTrue();
        assertThat(succession.replaced(TWO, 30)).isFalse();
        List<Succession.Released> released = succession.release(30, 30, 40);
        assertThat(released).hasSize(1);
        assertThat(released.get(0).model()).isEqualTo(ONE);
        AlertChange change = released.get(0).change();
        assertThat(change.alertId()).isEqualTo("x");
        assertThat(change.status()).isEqualTo(AlertChange.Status.RESOLVED);
        assertThat(change.critical()).isTrue();
        assertThat(change.openedAtMs()).isEqualTo(100);
        assertThat(change.window().startMs()).isEqualTo(30);
        assertThat(succession.release(30, 30, 40)).isEmpty();
    }

    @Test
    void aModelThatReturnsHasNoAlertButItsCoolDown() {
        Succession succession = new Succession();
        succession.judged(ONE, with("x"));
        succession.seen(TWO, 10);
        succession.release(10, 10, 20);
        succession.forgetBefore(20);
        succession = copied(succession);

        DetectorState state = Objects.requireNonNull(succession.returned(ONE, with("x")));
        assertThat(state.alerts()).isEqualTo(new AlertState(List.of(), null, 100L));
        assertThat(succession.returned(ONE, with("y"))).isEqualTo(with("y"));
        DetectorState collecting = new DetectorState.Collecting(0, new WindowSummary(1, 1));
        assertThat(succession.returned(ONE, collecting)).isSameAs(collecting);
        assertThat(succession.returned(TWO, null)).isNull();
    }

    @Test
    void filesOfOneVersionAreToldApart() {
        Succession succession = new Succession();
        succession.judged(ONE, with("x"));
        succession.seen(OTHER_FILE, 10);
        assertThat(succession.release(10, 10, 20).get(0).change().message())
                .startsWith("Model fraud 1 (cc) has taken over from fraud 1 (aa);");
    }

    @Test
    void whatComesAfterItsStepWasDecidedChangesNothing() {
        Succession succession = new Succession();
        succession.judged(ONE, with("x"));
        succession.seen(ONE, 10);
        succession.forgetBefore(20);
        succession.seen(TWO, 10);
        assertThat(succession.release(10, 10, 20)).isEmpty();
    }
}
