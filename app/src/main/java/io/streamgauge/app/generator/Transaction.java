package io.streamgauge.app.generator;

/**
 * A simulated card transaction.
 *
 * @param id unique and the same in every run of one configuration: {@code <day>-<index in the day>}
 * @param timeMs event time, milliseconds since 1970-01-01 UTC, whole seconds
 * @param customerId e.g. {@code C42}
 * @param terminalId e.g. {@code T17}
 * @param amount not negative, whole cents
 * @param fraud whether it is fraud
 * @param scenario which pattern made it fraud
 */
public record Transaction(
        String id,
        long timeMs,
        String customerId,
        String terminalId,
        double amount,
        boolean fraud,
        FraudScenario scenario) {

    public Transaction {
        if (fraud != (scenario != FraudScenario.NONE)) {
            throw new IllegalArgumentException(
                    "transaction " + id + " is fraud=" + fraud + " with scenario " + scenario);
        }
    }
}
