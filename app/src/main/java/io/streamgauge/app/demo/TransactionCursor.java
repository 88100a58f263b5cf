package io.streamgauge.app.demo;

import io.streamgauge.app.generator.Transaction;
import io.streamgauge.app.generator.TransactionGenerator;
import java.util.List;

/** Walks through generated transactions without end, holding one day of them. */
final class TransactionCursor {

    private final TransactionGenerator generator;
    private int day;
    private List<Transaction> transactions;
    private int next;

    /** Begins with the first transaction of a day. */
    TransactionCursor(TransactionGenerator generator, int day) {
        this.generator = generator;
        this.day = day;
        this.transactions = generator.day(day);
        skipEmptyDays();
    }

    Transaction peek() {
        return transactions.get(next);
    }

    Transaction take() {
        Transaction taken = peek();
        next++;
        skipEmptyDays();
        return taken;
    }

    private void skipEmptyDays() {
        while (next == transactions.size()) {
            day++;
            transactions = generator.day(day);
            next = 0;
        }
    }
}
