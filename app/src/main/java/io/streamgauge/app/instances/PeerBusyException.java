package io.streamgauge.app.instances;

import java.io.IOException;

/** Another instance is there and has no room for one more query at the moment; the message says what it lacks. */
final class PeerBusyException extends IOException {

    private static final long serialVersionUID = 1L;

    PeerBusyException(String message) {
        super(message);
    }
}
