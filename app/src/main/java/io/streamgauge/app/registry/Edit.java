package io.streamgauge.app.registry;

import java.util.List;

/**
 * What a request would do: the changes to write down, and the answer once they are.
 *
 * @param changes in the order to write them; none when everything is so already
 * @param result what the caller is told
 */
record Edit<T>(List<Change> changes, T result) {}
