package io.streamgauge.app.processes;

import java.nio.file.Path;
import java.time.Duration;

/**
 * An instance of a pipeline in a process of its own.
 *
 * @param url where its HTTP API answers, with a slash at the end
 * @param dataDirectory its state
 */
public record Instance(ClusterProcess process, String url, Path dataDirectory) {

    /** Returns once it says that it is ready: its rows are restored. */
    public void awaitReady(Duration patience) throws InterruptedException {
        Await.answer(process, url + "health/ready", patience);
    }
}
