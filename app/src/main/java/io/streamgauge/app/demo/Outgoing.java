package io.streamgauge.app.demo;

import io.streamgauge.app.generator.Transaction;

/** Something to publish: a transaction, or later its label. */
record Outgoing(Kind kind, Transaction transaction) {

    enum Kind {
        TRANSACTION,
        LABEL
    }
}
