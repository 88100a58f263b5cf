package io.streamgauge.app.instances;

import java.util.concurrent.CompletableFuture;

/** The way to other instances. Thread-safe. */
public interface Peers extends AutoCloseable {

    /**
     * Asks the instance at an address; the answer fails when it cannot be reached in time or is none of ours.
     *
     * @param share what takes the query's and the answer's bytes
     */
    CompletableFuture<RowsReply> ask(String address, RowsQuery query, ExchangeMemory.Share share);

    /** Asks for what events would find there. */
    CompletableFuture<RowsReply> ask(String address, VisitQuery query, ExchangeMemory.Share share);

    @Override
    void close();
}
