package io.streamgauge.app.instances;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Another instance is there, and does not answer this one; the message says why, for whoever runs both. */
final class PeerException extends IOException {

    private static final long serialVersionUID = 1L;

    PeerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
