package io.streamgauge.app.http;

/** The HTTP port cannot be had. */
public final class HttpBindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HttpBindException(String host, int port, Throwable cause) {
        super(
                "cannot listen on " + host + ":" + port + " for HTTP; choose another port, or 0 for any that is free",
                cause);
    }
}
