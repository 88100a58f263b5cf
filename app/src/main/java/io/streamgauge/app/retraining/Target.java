package io.streamgauge.app.retraining;

/** Where messages are taken. */
interface Target {

    /** What it is, for messages to people; no secrets. */
    String name();

    /**
     * Takes a message there, once.
     *
     * @throws DeliveryFailedException when it has not arrived, or nobody knows
     */
    void deliver(Message message) throws DeliveryFailedException, InterruptedException;
}
