package io.streamgauge.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code models pause}: lets a candidate or shadow rest. */
@Command(
        name = "pause",
        description = {
            "Lets a candidate or shadow rest: its events go to the champion, and it keeps its entities for when it goes on.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsPauseCommand implements Callable<Integer> {

    @Mixin
    private VariantOptions options = new VariantOptions();

    @Override
    public Integer call() {
        return options.publish((next, variant) -> next.pause(variant, true));
    }
}
