package io.streamgauge.app.retraining;

/** A message has not arrived, or nobody knows whether it has. The message is for people and holds no secrets. */
final class DeliveryFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    DeliveryFailedException(String message) {
        super(message);
    }
}
