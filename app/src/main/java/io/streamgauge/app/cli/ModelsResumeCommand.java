package io.streamgauge.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code models resume}: lets a candidate or shadow that rests go on. */
@Command(
        name = "resume",
        description = {
            "Lets a candidate or shadow that rests go on, a candidate with the entities it had.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsResumeCommand implements Callable<Integer> {

    @Mixin
    private VariantOptions options = new VariantOptions();

    @Override
    public Integer call() {
        return options.publish((next, variant) -> next.pause(variant, false));
    }
}
