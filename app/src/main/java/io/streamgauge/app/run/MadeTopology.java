package io.streamgauge.app.run;

import io.streamgauge.app.guard.GuardWatch;
import io.streamgauge.app.http.HttpApi;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.scoring.Rollout;
import io.streamgauge.stream.EventPlace;
import java.util.Optional;

/**
 * The topology, the state it goes on with, the topic of another pipeline that it writes to as well, the document's model,
 * what a score on request takes of it, and the server at which other instances find it.
 */
record MadeTopology(
        StreamsPart streams,
        HeldState state,
        Optional<String> served,
        DeployedModel model,
        Rollout rollout,
        GuardWatch guards,
        EventPlace place,
        HttpApi http) {

    MadeTopology awaitRunning() throws InterruptedException {
        streams.awaitRunning();
        return this;
    }
}
