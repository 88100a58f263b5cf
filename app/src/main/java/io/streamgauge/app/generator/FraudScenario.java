package io.streamgauge.app.generator;

/** Why a simulated transaction is fraud */
public enum FraudScenario {
    /** No fraud. */
    NONE(0),
    /** The amount is above 220: a pattern that needs no history, there to check that a detector works at all. */
    LARGE_AMOUNT(1),
    /** The terminal is compromised: all its transactions are fraud for 28 days. */
    COMPROMISED_TERMINAL(2),
    /** The customer's card leaked: for 14 days a third of the transactions are fraud, at five times the amount. */
    LEAKED_CARD(3);

    private final int code;

    FraudScenario(int code) {
        this.code = code;
    }

    /** The number that stands for it in files. */
    int code() {
        return code;
    }
}
