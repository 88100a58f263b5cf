package io.streamgauge.app.demo;

import io.streamgauge.app.generator.TransactionGenerator;
import java.time.Duration;

/**
 * Transactions and their labels in the order of the moments they become known: a transaction at its event time, its
 * label seven days later; a label before a transaction of the same moment. Endless.
 */
final class DemoFeed {

    static final Duration LABEL_DELAY = Duration.ofDays(7);

    private final TransactionCursor transactions;
    private final TransactionCursor labels;

    /**
     * A feed that begins with the days given; both days whole, so what was published of them before is repeated.
     *
     * @param transactionsFrom day of the first transaction
     * @param labelsFrom day of the transaction of the first label
     */
    DemoFeed(TransactionGenerator generator, int transactionsFrom, int labelsFrom) {
        this.transactions = new TransactionCursor(generator, transactionsFrom);
        this.labels = new TransactionCursor(generator, labelsFrom);
    }

    Outgoing next() {
        long labelKnownMs = labels.peek().timeMs() + LABEL_DELAY.toMillis();
        return labelKnownMs <= transactions.peek().timeMs()
                ? new Outgoing(Outgoing.Kind.LABEL, labels.take())
                : new Outgoing(Outgoing.Kind.TRANSACTION, transactions.take());
    }
}
