package io.streamgauge.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggedReasonsTest {

    private static final Reason AMOUNT = new Reason("amount", 0.5, "A1");
    private static final Reason COUNT = new Reason("customer.tx_count_1d", -0.25, null);

    @Test
    void agreeWhenAsManyInputsAreNamedAsNow() {
        assertThat(LoggedReasons.agree(of(-2, AMOUNT, COUNT), of(-2, AMOUNT, COUNT)))
                .isTrue();
    }

    @Test
    void agreeWhenTheDocumentNamesFewerMoreOrNoneNowOrOtherCodes() {
        assertThat(LoggedReasons.agree(of(-2, AMOUNT, COUNT), of(-2, AMOUNT))).isTrue();
        assertThat(LoggedReasons.agree(of(-2, AMOUNT), of(-2, AMOUNT, COUNT))).isTrue();
        assertThat(LoggedReasons.agree(of(-2, AMOUNT), of(-2, new Reason("amount", 0.5, "B7"))))
                .isTrue();
        assertThat(LoggedReasons.agree(of(-2, AMOUNT), null)).isTrue();
        assertThat(LoggedReasons.agree(null, of(-2, AMOUNT))).isTrue();
    }

    @Test
    void doNotAgreeWhenAnAttributionTheBaseOrTheMarginIsAnother() {
        assertThat(LoggedReasons.agree(of(-2, new Reason("amount", Math.nextUp(0.5), "A1")), of(-2, AMOUNT)))
                .isFalse();
        assertThat(LoggedReasons.agree(of(-2, AMOUNT), of(-2.5, AMOUNT))).isFalse();
        assertThat(LoggedReasons.agree(new Explanation(-2.0, 9.0, 0.0, List.of(AMOUNT)), of(-2, AMOUNT)))
                .isFalse();
    }

    private static Explanation of(double base, Reason... reasons) {
        return new Explanation(base, 1.0, 0.0, List.of(reasons));
    }
}
